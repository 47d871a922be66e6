import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import https from 'node:https';
import os from 'node:os';
import path from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createOrganisation, issueSiteCode, revokeDevice } from '../enrolment/administer.ts';
import { Metrics } from '../metrics/metrics.ts';
import { createSyncServer, type SyncServer, type SyncServerOptions } from '../server.ts';
import type { Storage } from '../storage/storage.ts';
import { TestClock } from '../testing/test-clock.ts';
import { refusalOf, send, TestDevice } from '../testing/test-device.ts';
import { openTestStorage } from '../testing/test-storage.ts';
import { signUp } from '../testing/work.ts';
import { createAdminServer } from './admin-server.ts';
import { observedStorage } from './observed-storage.ts';
import { createOperations, type Operations } from './operations.ts';
import { readTls } from './tls.ts';

const TOKEN = 'a-token-of-some-length';
let folder: string;
let clock: TestClock;
let storage: Storage;
let metrics: Metrics;
let server: SyncServer | undefined;

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-operations-'));
  clock = new TestClock();
  metrics = new Metrics();
  storage = observedStorage(await openTestStorage(folder), metrics);
  await createOrganisation(storage, 'Meridian Lines', clock.now());
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await storage.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

function start(options: Partial<SyncServerOptions> = {}): Promise<string> {
  server = createSyncServer({ storage, blobFolder: path.join(folder, 'blobs'), clock, ...options });
  return server.listen({ host: '127.0.0.1', port: 0 });
}

function operationsWith(options: Partial<Parameters<typeof createOperations>[0]> = {}): Operations {
  return createOperations({ storage, clock, metrics, ...options });
}

async function ask(url: string, at: string, headers: { [name: string]: string } = {}) {
  const {
    status,
    body,
    headers: answered,
  } = await send(url, { method: 'GET', path: at, headers, body: Buffer.of() });
  return { status, text: body.toString('utf8'), headers: answered };
}

async function enrolled(url: string): Promise<TestDevice> {
  const details = { name: 'MV Aurora', kind: 'vessel', timeZone: 'UTC' } as const;
  const { code } = await issueSiteCode(storage, { siteCode: 'AUR', details }, clock.now());
  const device = new TestDevice(url, { id: 'device-1-of-test', now: () => clock.now() });
  await device.enrol(code);
  return device;
}

describe('metrics', () => {
  test('are nowhere on the server’s own address unless there is a token, and then only with it', async () => {
    const open = await start({ operations: operationsWith() });
    expect((await ask(open, '/metrics')).status).toBe(404);
    await server?.close();
    metrics = new Metrics();
    const url = await start({ operations: operationsWith({ metricsToken: TOKEN }) });
    const answers = [
      await ask(url, '/metrics'),
      await ask(url, '/metrics', { authorization: 'Bearer wrong' }),
      await ask(url, '/metrics', { authorization: `Bearer ${TOKEN}` }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 200]);
  });

  test('count exchanges, entries by verdict, refusals, bytes, devices and the time of the database', async () => {
    const operations = operationsWith();
    const url = await start({ operations });
    const admin = createAdminServer({ ...operations, token: undefined });
    const device = await enrolled(url);
    await signUp(device);
    device.append({ command: 'incidents.sink' });
    await device.exchange();
    await device.tryExchange({ nonsense: true });
    const text = (await admin.inject('/metrics')).body;
    await admin.close();
    const valueOf = (name: string) =>
      Number(
        text
          .split('\n')
          .find((line) => line.startsWith(`${name} `))
          ?.split(' ')[1],
      );
    expect({
      up:
        valueOf('fairlead_exchanges_total{outcome="up"}') +
        valueOf('fairlead_exchanges_total{outcome="updown"}'),
      applied: valueOf('fairlead_entries_total{verdict="applied"}'),
      unknown: valueOf('fairlead_entries_total{verdict="command-unknown"}'),
      refused: valueOf('fairlead_refusals_total{code="invalid-input"}'),
      exchanges: valueOf('fairlead_exchange_seconds_count'),
      devices: valueOf('fairlead_devices{seen="within-hour"}'),
      hasBytes: valueOf('fairlead_bytes_total{direction="received"}') > 1_000,
      hasStorage: valueOf('fairlead_storage_seconds_count{operation="transaction"}') > 4,
    }).toEqual({
      up: 2,
      applied: 1,
      unknown: 1,
      refused: 1,
      exchanges: 2,
      devices: 1,
      hasBytes: true,
      hasStorage: true,
    });
  });
});

describe('limits', () => {
  test('an address that asks too often is told how long to wait, and health checks are never held off', async () => {
    const limits = { requestsPerMinutePerAddress: 2, requestsPerMinutePerDevice: 100 };
    const url = await start({ operations: operationsWith({ limits }) });
    const statuses = [];
    for (const at of ['/x', '/x', '/x', '/healthz', '/readyz']) statuses.push((await ask(url, at)).status);
    expect(statuses).toEqual([404, 404, 429, 200, 200]);
    expect((await ask(url, '/x')).headers['retry-after']).toBe('30');
    clock.advance(30_000);
    expect((await ask(url, '/x')).status).toBe(404);
  });

  test('behind a trusted proxy each console has its own address; an untrusted one can’t make one up', async () => {
    const limits = { requestsPerMinutePerAddress: 1, requestsPerMinutePerDevice: 100 };
    const from = (url: string, address: string) => ask(url, '/x', { 'x-forwarded-for': address });
    const trusting = await start({ operations: operationsWith({ limits }), trustedProxies: ['127.0.0.1'] });
    const statuses = [
      await from(trusting, '10.0.0.1'),
      await from(trusting, '10.0.0.2'),
      await from(trusting, '10.0.0.1'),
    ];
    await server?.close();
    metrics = new Metrics();
    const wary = await start({ operations: operationsWith({ limits }) });
    statuses.push(await from(wary, '10.0.0.1'), await from(wary, '10.0.0.2'));
    expect(statuses.map(({ status }) => status)).toEqual([404, 404, 429, 404, 429]);
  });

  test('a console that asks too often is held off by itself, and goes on afterwards', async () => {
    const limits = { requestsPerMinutePerAddress: 1_000, requestsPerMinutePerDevice: 2 };
    const url = await start({ operations: operationsWith({ limits }) });
    const device = await enrolled(url);
    await device.exchange();
    await device.exchange();
    expect(refusalOf(await device.tryExchange())).toEqual({ status: 429, code: 'too-many-attempts' });
    clock.advance(60_000);
    await device.exchange();
  });
});

describe('TLS', () => {
  const files = () => ({ certificateFile: path.join(folder, 'c.pem'), keyFile: path.join(folder, 'k.pem') });

  function makeCertificate(name: string): void {
    const { certificateFile, keyFile } = files();
    const subject = ['-subj', `/CN=${name}`, '-days', '2', '-keyout', keyFile, '-out', certificateFile];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', ...subject],
      {
        stdio: 'ignore',
      },
    );
  }

  /** One request over a connection of its own; what is remembered of the session comes back. */
  function call(
    url: string,
    session?: Buffer,
  ): Promise<{ name: unknown; isResumed: boolean; session: Buffer | undefined }> {
    return new Promise((resolve, reject) => {
      const options = {
        rejectUnauthorized: false,
        agent: false,
        ...(session === undefined ? {} : { session }),
      };
      let kept: Buffer | undefined;
      const request = https.get(new URL('/healthz', url), options, (answer) => {
        // An answer over HTTPS came over a TLS socket.
        const socket = answer.socket as TLSSocket;
        const name = socket.getPeerCertificate().subject?.CN;
        const isResumed = socket.isSessionReused();
        answer.resume().on('end', () => resolve({ name, isResumed, session: kept }));
      });
      request.on('socket', (socket) => socket.on('session', (ticket: Buffer) => (kept = ticket)));
      request.on('error', reject);
    });
  }

  test('a session is resumed, also at another replica with the same certificate', async () => {
    makeCertificate('one');
    const first = await call(await start({ tls: readTls(files(), Date.now()) }));
    await server?.close();
    const second = await call(await start({ tls: readTls(files(), Date.now()) }), first.session);
    expect([first.isResumed, second.isResumed]).toEqual([false, true]);
  });

  test('another certificate is taken up without a new start', async () => {
    makeCertificate('one');
    const url = await start({ tls: readTls(files(), Date.now()) });
    const before = await call(url);
    makeCertificate('two');
    server?.useTls(readTls(files(), Date.now()));
    expect([before.name, (await call(url)).name]).toEqual(['one', 'two']);
  });

  test('files that can’t be used are named, with the reason', () => {
    makeCertificate('one');
    const { certificateFile, keyFile } = files();
    const otherKey = fs.readFileSync(keyFile);
    makeCertificate('two');
    const messageOf = (work: () => unknown) => {
      try {
        work();
        return 'accepted';
      } catch (error) {
        return error instanceof Error ? error.message : '';
      }
    };
    const expired = messageOf(() => readTls(files(), Date.now() + 3 * 24 * 3_600_000));
    const swapped = messageOf(() =>
      readTls({ certificateFile: keyFile, keyFile: certificateFile }, Date.now()),
    );
    fs.writeFileSync(keyFile, otherKey);
    const foreign = messageOf(() => readTls(files(), Date.now()));
    fs.rmSync(keyFile);
    const missing = messageOf(() => readTls(files(), Date.now()));
    expect([expired, swapped, foreign, missing]).toEqual([
      expect.stringMatching(/^--tls-cert: The certificate .* ended on/),
      expect.stringMatching(/^--tls-cert: .* is not a PEM file of the right kind/),
      expect.stringMatching(/^--tls-key: .* is not the key of the certificate/),
      expect.stringMatching(/^--tls-key: .* can't be read: ENOENT/),
    ]);
  });
});

test('while it stops, a server is not ready and still answers', async () => {
  const operations = operationsWith();
  const url = await start({ operations });
  const before = await ask(url, '/readyz');
  operations.readiness.stop();
  const after = await ask(url, '/readyz');
  expect(
    [before, after, await ask(url, '/healthz')].map(({ status, text }) => [status, JSON.parse(text)]),
  ).toEqual([
    [200, { status: 'ready' }],
    [503, { status: 'stopping' }],
    [200, { status: 'ok' }],
  ]);
});

test('a shut-out console that is to be wiped is told so at its next contact, and nobody in its name', async () => {
  const url = await start();
  const device = await enrolled(url);
  await revokeDevice(storage, device.id, clock.now(), true);
  const told = JSON.parse((await device.tryExchange()).body.toString('utf8'));
  const thief = new TestDevice(url, { id: device.id, now: () => clock.now() });
  const stolen = JSON.parse((await thief.tryExchange()).body.toString('utf8'));
  expect([told.error.code, told.error.wipe, stolen.error.code, stolen.error.wipe]).toEqual([
    'device-revoked',
    { askedAtMs: clock.now(), signature: expect.stringMatching(/^[0-9a-f]{128}$/) },
    'signature-wrong',
    undefined,
  ]);
});
