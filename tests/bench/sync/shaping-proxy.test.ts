import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ShapingProxy } from './shaping-proxy.ts';

const REQUEST = 'GET / HTTP/1.1\r\n\r\n';
const SLOW = { roundTripMs: 100, bitsPerSecond: 80_000 };

let server: Server;
let received: Buffer[];
let answer: (bytes: Buffer, socket: Socket) => void;
let proxy: ShapingProxy;
const clients: Socket[] = [];

beforeEach(async () => {
  received = [];
  answer = (_bytes, socket) => socket.write('ok');
  server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes: Buffer) => {
      received.push(bytes);
      answer(bytes, socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a TCP port has such an address.
  proxy = await ShapingProxy.to((server.address() as AddressInfo).port);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await proxy.close();
  await new Promise((resolve) => server.close(resolve));
});

function client(): Socket {
  const socket = connect(proxy.port, '127.0.0.1');
  clients.push(socket);
  return socket;
}

async function ask(socket: Socket, text: string): Promise<void> {
  socket.write(text);
  await once(socket, 'data');
}

describe('a shaping proxy', () => {
  it('counts bytes each way, requests, connections and the messages that waited for one another', async () => {
    const [first, second] = [client(), client()];
    await ask(first, REQUEST);
    await Promise.all([ask(first, REQUEST), ask(second, REQUEST)]);
    expect(proxy.take()).toEqual({
      bytesUp: 3 * REQUEST.length,
      bytesDown: 3 * 'ok'.length,
      requests: 3,
      roundTrips: 2,
      connections: 2,
    });
    await ask(first, REQUEST);
    expect(proxy.take()).toMatchObject({ requests: 1, roundTrips: 1, connections: 0 });
  });

  it('counts the frames of a WebSocket as requests, also where a chunk ends inside one', async () => {
    const socket = client();
    await ask(socket, 'GET /live HTTP/1.1\r\nUpgrade: websocket\r\n\r\n');
    const frame = (size: number) =>
      Buffer.concat([Buffer.from([0x82, 0xfe, size >> 8, size & 0xff, 1, 2, 3, 4]), Buffer.alloc(size)]);
    const bytes = Buffer.concat([frame(300), Buffer.from([0x89, 0x80, 1, 2, 3, 4]), frame(200)]);
    let seen = 0;
    answer = (part, to) => {
      seen += part.length;
      to.write('ok');
    };
    socket.write(bytes.subarray(0, 302));
    await expect.poll(() => seen).toBe(302);
    socket.write(bytes.subarray(302));
    await expect.poll(() => seen).toBe(bytes.length);
    expect(proxy.take().requests).toBe(1 + 3);
  });

  it('takes the time of its rate and its round trips, the one for connecting included', async () => {
    proxy.shape = SLOW;
    const body = Buffer.alloc(2_000, 'x');
    const startedAtMs = performance.now();
    const socket = client();
    let arrivedBytes = 0;
    answer = (bytes, to) => {
      arrivedBytes += bytes.length;
      if (arrivedBytes === body.length) to.write('ok');
    };
    socket.write(body);
    await once(socket, 'data');
    const lastMs = performance.now() - startedAtMs;
    // 2,000 bytes at 80 kbit/s take 200 ms, and there are two round trips of 100.
    expect(lastMs).toBeGreaterThanOrEqual(395);
    expect(lastMs).toBeLessThan(700);
    expect(Buffer.concat(received)).toEqual(body);
  });

  it('loses what is under way when it is cut, and does not count it', async () => {
    proxy.shape = SLOW;
    const socket = client();
    socket.on('error', () => socket.destroy());
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(Buffer.alloc(1_000_000));
    await expect.poll(() => received.length).toBeGreaterThan(0);
    proxy.cut();
    await closed;
    const { bytesUp } = proxy.take();
    expect(bytesUp).toBeLessThan(100_000);
    expect(bytesUp).toBeGreaterThanOrEqual(Buffer.concat(received).length);
  });

  it('passes on the end of a connection after everything before it', async () => {
    proxy.shape = SLOW;
    const ended = once(server, 'connection').then(([socket]: Socket[]) => once(socket ?? client(), 'end'));
    client().end(REQUEST);
    await ended;
    expect(Buffer.concat(received).toString()).toBe(REQUEST);
  });
});
