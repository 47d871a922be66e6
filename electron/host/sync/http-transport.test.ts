import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { isDomainError } from '#shared/kernel/errors.ts';
import { FRAME_BYTES_MAX } from '#shared/sync/limits.ts';
import { httpTransport } from './http-transport.ts';
import type { SyncTransport, TransportRequest } from './transport.ts';

let server: http.Server | undefined;
let transport: SyncTransport | undefined;

afterEach(() => {
  transport?.close?.();
  server?.closeAllConnections();
  server?.close();
});

async function serve(listener: http.RequestListener, path = ''): Promise<SyncTransport> {
  const started = http.createServer(listener);
  server = started;
  await new Promise<void>((resolve) => {
    started.listen(0, '127.0.0.1', resolve);
  });
  // A server that listens on a port has an address of this form.
  const { port } = started.address() as AddressInfo;
  transport = httpTransport(`http://127.0.0.1:${port}${path}`);
  return transport;
}

function ask(to: SyncTransport, part: Partial<TransportRequest> = {}) {
  return to.request({
    method: 'POST',
    path: '/v1/sync?a=1',
    headers: { 'content-type': 'application/cbor' },
    body: Buffer.from('question'),
    signal: new AbortController().signal,
    timeoutMs: 10_000,
    ...part,
  });
}

async function codeOf(answer: Promise<unknown>): Promise<string> {
  try {
    await answer;
    return 'answered';
  } catch (error) {
    return isDomainError(error) ? error.code : String(error);
  }
}

it('sends what it is given under the path of the server, and keeps the connection', async () => {
  const seen: unknown[] = [];
  const sockets = new Set<unknown>();
  const to = await serve((request, response) => {
    sockets.add(request.socket);
    request.on('data', (chunk: Buffer) => seen.push([request.method, request.url, chunk.toString()]));
    request.on('end', () => response.setHeader('x-answer', 'yes').end('answer'));
  }, '/fleet');
  await ask(to);
  const { status, headers, body } = await ask(to);

  expect(seen).toEqual([
    ['POST', '/fleet/v1/sync?a=1', 'question'],
    ['POST', '/fleet/v1/sync?a=1', 'question'],
  ]);
  expect([status, headers['x-answer'], Buffer.from(body).toString()]).toEqual([200, 'yes', 'answer']);
  expect(sockets.size).toBe(1);
});

it('follows no redirect', async () => {
  const to = await serve((_request, response) => response.writeHead(302, { location: '/elsewhere' }).end());

  expect((await ask(to)).status).toBe(302);
});

it('calls an answer that breaks off unreachable', async () => {
  const to = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half', () => response.destroy());
  });

  expect(await codeOf(ask(to))).toBe('server-unreachable');
});

it('calls an answer without end nonsense, and does not read it to the end', async () => {
  const to = await serve((_request, response) => {
    const chunk = Buffer.alloc(1024 * 1024);
    const more = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', more);
    more();
  });

  expect(await codeOf(ask(to))).toBe('server-nonsense');
  expect(FRAME_BYTES_MAX).toBeLessThan(100 * 1024 * 1024);
});

it('gives up on a link that stands still', async () => {
  const to = await serve(() => undefined);

  expect(await codeOf(ask(to, { timeoutMs: 50 }))).toBe('server-unreachable');
});

it('lets a slow link take its time as long as it moves', async () => {
  const to = await serve((_request, response) => {
    let sent = 0;
    const timer = setInterval(() => {
      sent += 1;
      response.write('.');
      if (sent < 10) return;
      clearInterval(timer);
      response.end();
    }, 30);
  });

  expect((await ask(to, { timeoutMs: 150 })).body).toHaveLength(10);
});

it('says so when nobody is there', async () => {
  const to = await serve(() => undefined);
  server?.close();

  expect(await codeOf(ask(to))).toBe('server-unreachable');
});

it('ends at once when it is cancelled, with the reason of whoever cancelled', async () => {
  const controller = new AbortController();
  const to = await serve(() => controller.abort(new Error('enough')));

  expect(await codeOf(ask(to, { signal: controller.signal }))).toBe('Error: enough');
  expect(await codeOf(ask(to, { signal: controller.signal }))).toBe('Error: enough');
});
