import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import http from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { openingFrame } from './opening-frame.ts';

/** What a server makes of bytes that stand behind the request to open. */
async function readBack(frame: Uint8Array): Promise<Uint8Array> {
  const server = http.createServer();
  const sockets = new WebSocketServer({ server });
  const messages = new PassThrough({ objectMode: true });
  sockets.on('connection', (socket) => socket.on('message', (data) => messages.write(data)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has an address of this form.
  const near = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const head =
    'GET / HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n';
  near.write(Buffer.concat([Buffer.from(`${head}sec-websocket-key: ${'A'.repeat(22)}==\r\n\r\n`), frame]));
  const [message] = await once(messages, 'data');
  near.destroy();
  sockets.close();
  server.close();
  return Uint8Array.from(message as Buffer);
}

it.each([0, 1, 125, 126, 65_535])('is read by a WebSocket server: %i bytes', async (length) => {
  const payload = Uint8Array.from({ length }, (_, at) => at % 251);

  expect(await readBack(openingFrame(payload))).toEqual(payload);
});

it('is masked, each time in another way', () => {
  const text = new TextEncoder().encode('GET /v1/admin HTTP/1.1\r\n');
  const frames = [openingFrame(text), openingFrame(text)].map((frame) =>
    Buffer.from(frame).toString('latin1'),
  );

  expect(frames[0]).not.toEqual(frames[1]);
  expect(frames.some((frame) => frame.includes('/v1/admin'))).toBe(false);
});
