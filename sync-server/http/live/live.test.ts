import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { encodeFrame } from '#shared/sync/codec.ts';
import {
  LIVE_CLOSE,
  LIVE_MESSAGE_BYTES_MAX,
  LIVE_METHOD,
  LIVE_PATH,
  readFromServer,
  writeLiveRequest,
} from '#shared/sync/live.ts';
import { readAuthorization } from '#shared/sync/request-stamp.ts';
import { Refusal } from '#shared/sync/wire.ts';
import { compression } from '../../compression.ts';
import type { TestDevice } from '../../testing/test-device.ts';
import { TestServer } from '../../testing/test-server.ts';

let server: TestServer;
let device: TestDevice;
const sockets: WebSocket[] = [];

beforeEach(async () => {
  server = await TestServer.start();
  device = await server.enrolled('AUR');
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await server.stop();
});

function dial(headers = stampOf(device, 'GET', LIVE_PATH), path = LIVE_PATH): WebSocket {
  const socket = new WebSocket(server.url.replace('http', 'ws') + path, { headers });
  sockets.push(socket);
  return socket;
}

function stampOf(from: TestDevice, method: string, path: string, body: Uint8Array = new Uint8Array()) {
  from.counter += 1;
  return { authorization: String(from.signatureHeaders(method, path, body, from.counter)['authorization']) };
}

async function opened(socket = dial()): Promise<WebSocket> {
  await new Promise((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  return socket;
}

/** Status and code with which an upgrade is refused. */
function refused(socket: WebSocket): Promise<unknown[]> {
  socket.on('error', () => undefined);
  return new Promise((resolve) => {
    socket.on('unexpected-response', (_request, response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve([response.statusCode, Refusal.parse(JSON.parse(text)).error.code]));
    });
  });
}

const closed = (socket: WebSocket) => new Promise<number>((resolve) => socket.on('close', resolve));

function exchangeBytes(from = device): Uint8Array {
  const body = encodeFrame(from.exchangeRequest(), compression);
  const { authorization } = stampOf(from, LIVE_METHOD, '/v1/sync', body);
  return writeLiveRequest({ id: 1, path: '/v1/sync', body, ...readAuthorization(authorization) });
}

function answerOf(socket: WebSocket): Promise<{ status: number; text: string }> {
  return new Promise((resolve) => {
    socket.on('message', (data: Buffer) => {
      const message = readFromServer(data);
      if (message?.kind !== 'answer') return;
      const { status, body } = message.answer;
      resolve({ status, text: Buffer.from(body).toString() });
    });
  });
}

test('an upgrade without a good signature is refused in words', async () => {
  const good = stampOf(device, 'GET', LIVE_PATH);
  await opened(dial(good));

  expect([
    await refused(dial({ authorization: 'Fairlead nonsense' })),
    await refused(dial(stampOf(device, 'GET', '/v1/other'))),
    await refused(dial(good)),
    await refused(dial(stampOf(server.newDevice(), 'GET', LIVE_PATH))),
    await refused(dial(stampOf(device, 'GET', '/v1/elsewhere'), '/v1/elsewhere')),
  ]).toEqual([
    [401, 'signature-wrong'],
    [401, 'signature-wrong'],
    [409, 'replayed'],
    [401, 'device-unknown'],
    [404, 'not-found'],
  ]);
});

test('an exchange over it is answered once, and refused when it is replayed', async () => {
  const socket = await opened();
  const message = exchangeBytes();
  socket.send(message);
  const first = await answerOf(socket);
  socket.removeAllListeners('message');
  socket.send(message);
  const second = await answerOf(socket);

  expect([first.status, second.status, second.text.includes('replayed')]).toEqual([200, 409, true]);
});

test('an exchange signed for another way is refused', async () => {
  const socket = await opened();
  const body = encodeFrame(device.exchangeRequest(), compression);
  const { authorization } = stampOf(device, 'POST', '/v1/sync', body);
  socket.send(writeLiveRequest({ id: 1, path: '/v1/sync', body, ...readAuthorization(authorization) }));

  expect(await answerOf(socket)).toMatchObject({ status: 401 });
});

test.each([
  ['text', 'hello', 1003],
  ['bytes that are no message', Buffer.from([9, 9, 9]), 1003],
  ['a message beyond the limit', Buffer.alloc(LIVE_MESSAGE_BYTES_MAX + 1), 1009],
])('%s ends the connection', async (_what, message, code) => {
  const socket = await opened();
  socket.send(message);

  expect(await closed(socket)).toBe(code);
});

test('a flood of pings ends the connection', async () => {
  const socket = await opened();
  for (let nth = 0; nth < 200; nth += 1) socket.ping();

  expect([LIVE_CLOSE.flood, 1006]).toContain(await closed(socket));
});

test('a second connection of a device takes the place of the first', async () => {
  const first = await opened();
  const ended = closed(first);
  await opened();

  expect(await ended).toBe(LIVE_CLOSE.replaced);
});

test('a connection that has fallen silent is dropped', async () => {
  const socket = await opened(dial(stampOf(device, 'GET', `${LIVE_PATH}?idle=10`), `${LIVE_PATH}?idle=10`));
  const ended = closed(socket);
  server.clock.advance(120_000);

  expect(await ended).toBe(1006);
});
