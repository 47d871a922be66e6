import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keptConnections } from './kept-connections.ts';

const CUT = '/cut';

let folder: string;
let server: https.Server;
let ca: Buffer;
/** Whether each session was a resumed one, as the server saw it. */
let resumed: boolean[];
let connections: Socket[];

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-tls-'));
  const [key, certificate] = [path.join(folder, 'key.pem'), path.join(folder, 'certificate.pem')];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const name = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync('openssl', ['req', '-x509', ...kind, ...name, '-keyout', key, '-out', certificate], {
    stdio: 'ignore',
  });
  ca = readFileSync(certificate);
  resumed = [];
  connections = [];
  server = https.createServer({ key: readFileSync(key), cert: ca }, (request, response) => {
    if (request.url === CUT) connections[0]?.resetAndDestroy();
    else response.end();
  });
  server.on('connection', (socket: Socket) => connections.push(socket));
  server.on('secureConnection', (socket: TLSSocket) => resumed.push(socket.isSessionReused()));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

function get(agent: http.Agent, at = '/'): Promise<{ keyExchange: string | undefined }> {
  // A server that listens on a port has an address of this form.
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const request = https.get({ host: '127.0.0.1', port, path: at, agent, ca }, (response) => {
      const socket = response.socket as TLSSocket;
      const info = socket.getEphemeralKeyInfo();
      response.resume();
      response.on('end', () =>
        resolve({ keyExchange: info !== null && 'name' in info ? info.name : undefined }),
      );
    });
    request.on('error', reject);
  });
}

it('resumes its TLS session after a connection that was cut in the middle of a request', async () => {
  const agent = keptConnections({ isSecure: true, hasShortHandshake: false });
  await get(agent);
  const outcome = get(agent, CUT).then(
    () => 'answered',
    () => 'cut',
  );

  expect(await outcome).toBe('cut');
  await get(agent);
  expect(resumed).toEqual([false, true]);
  agent.destroy();
});

it('exchanges short keys where bytes are dear', async () => {
  const agent = keptConnections({ isSecure: true, hasShortHandshake: true });

  expect(await get(agent)).toEqual({ keyExchange: 'X25519' });
  agent.destroy();
});

it('keeps one connection, without TLS too', () => {
  const agent = keptConnections({ isSecure: false, hasShortHandshake: true });

  expect([agent instanceof http.Agent, agent instanceof https.Agent, agent.maxSockets]).toEqual([
    true,
    false,
    1,
  ]);
});
