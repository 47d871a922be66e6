import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { decodeFrame, encodeFrame } from '#shared/sync/codec.ts';
import { readExchangeFile, writeExchangeFile } from '#shared/sync/exchange-file.ts';
import { ExchangeResponse } from '#shared/sync/wire.ts';
import { compression } from './compression.ts';
import { sha256 } from './crypto.ts';
import { decodeAnswer, send, TestDevice } from './testing/test-device.ts';
import { reportIncident, signUp } from './testing/work.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const run = promisify(execFile);
let folder: string;
const running: ChildProcess[] = [];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-main-'));
});
afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  fs.rmSync(folder, { recursive: true, force: true });
});

async function command(...args: string[]): Promise<unknown> {
  const { stdout } = await run(process.execPath, [MAIN, ...args, '--data', folder, '--json']);
  return JSON.parse(stdout);
}

async function codeFor(...args: string[]): Promise<string> {
  return z.object({ code: z.string() }).parse(await command('code', ...args)).code;
}

const Started = z.object({ url: z.string(), adminUrl: z.string().optional() });

async function start(...args: string[]): Promise<z.infer<typeof Started> & { child: ChildProcess }> {
  const child = spawn(process.execPath, [MAIN, '--data', folder, '--port', '0', '--json', ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  running.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    return { child, ...Started.parse(JSON.parse(line)) };
  }
  throw new Error('The server ended without saying where it is');
}

const AURORA = ['--site', 'AUR', '--name', 'MV Aurora', '--kind', 'vessel', '--time-zone', 'UTC'];

test('the command line sets an organisation up, gives codes, lists consoles and shuts one out', async () => {
  await command('init', '--organisation', 'Meridian Lines');
  const issued = await command('code', ...AURORA);
  expect(issued).toEqual({
    code: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/),
    expiresAt: expect.any(String),
    site: { id: expect.any(String), code: 'AUR', name: 'MV Aurora', kind: 'vessel', timeZone: 'UTC' },
  });
  const { url } = await start();
  const device = new TestDevice(url, { id: 'device-1-of-test', now: Date.now });
  await device.enrol(await codeFor('--station-of', 'AUR'));
  await command('revoke', '--device', device.id);
  expect(await command('devices')).toMatchObject({
    devices: [{ id: device.id, siteCode: 'AUR', station: 1, lastSeq: 0, revokedAt: expect.any(String) }],
  });
  expect((await device.tryExchange()).status).toBe(403);
});

test.each([
  [['code', '--site', 'AUR'], 1, 'not-set-up'],
  [['init'], 2, 'invalid-input'],
  [['code'], 2, 'invalid-input'],
  [['code', '--site', 'AUR', '--kind', 'castle'], 2, 'invalid-input'],
  [['sail'], 2, 'invalid-input'],
  [['--port', 'seven'], 2, 'invalid-input'],
  [['serve', '--wind'], 2, 'invalid-input'],
])('%j ends with %i and %s', async (args, exitCode, code) => {
  const failed: unknown = await command(...args).catch((error: unknown) => error);
  const { code: exit, stderr } = z.object({ code: z.number(), stderr: z.string() }).parse(failed);
  expect([exit, JSON.parse(stderr)]).toMatchObject([exitCode, { error: { code } }]);
});

test('a server killed after the commit and before the answer gives the same verdicts when asked again', async () => {
  await command('init', '--organisation', 'Meridian Lines');
  const first = await start();
  const device = new TestDevice(first.url, { id: 'device-1-of-test', now: Date.now });
  await device.enrol(await codeFor(...AURORA));
  const master = await signUp(device);
  reportIncident(device, master);
  const request = device.exchangeRequest();
  const before = decodeAnswer(ExchangeResponse, await device.tryExchange(request));
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');

  const second = await start();
  const after = await device.at(second.url).exchange(request);
  expect({ ...after, serverTimeMs: 0 }).toEqual({ ...before, serverTimeMs: 0 });
  second.child.kill('SIGTERM');
  expect(await once(second.child, 'exit')).toEqual([0, null]);
  const db = new Database(path.join(folder, 'server.sqlite'), { readonly: true });
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  db.close();
});

test('import takes a console’s file in, writes the answer beside it, and refuses one that was changed', async () => {
  await command('init', '--organisation', 'Meridian Lines');
  const { url, child } = await start();
  const device = new TestDevice(url, { id: 'device-1-of-test', now: Date.now });
  await device.enrol(await codeFor(...AURORA));
  reportIncident(device, await signUp(device));
  child.kill('SIGTERM');
  await once(child, 'exit');
  const [file, answer] = [path.join(folder, 'AUR.fairlead'), path.join(folder, 'AUR.answer.fairlead')];
  const bytes = exchangeFileOf(device);
  fs.writeFileSync(file, bytes);

  expect(await command('import', '--file', file)).toEqual({ answer, bytes: fs.statSync(answer).size });
  const { kind, header, body } = readExchangeFile(fs.readFileSync(answer), sha256);
  const { verdicts } = decodeFrame(ExchangeResponse, body, compression);
  expect([kind, header.deviceId, verdicts.map(({ status }) => status)]).toEqual([
    'answer',
    device.id,
    ['applied'],
  ]);
  expect(await command('devices')).toMatchObject({ devices: [{ lastSeq: 2 }] });

  fs.writeFileSync(file, Buffer.concat([bytes.subarray(0, -1), Buffer.of((bytes.at(-1) ?? 0) ^ 1)]));
  const failed: unknown = await command('import', '--file', file).catch((error: unknown) => error);
  const { stderr } = z.object({ stderr: z.string() }).parse(failed);
  expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'signature-wrong' } });
});

/** What a console saves for a stick. */
function exchangeFileOf(device: TestDevice): Uint8Array {
  const request = device.exchangeRequest();
  const { epoch, view, cursors, since, began, lanes, echo } = request;
  const header = {
    deviceId: device.id,
    madeAtMs: 1,
    asked: { epoch, view, cursors, since, began, lanes, echo },
  };
  const body = encodeFrame(request, compression);
  return writeExchangeFile({ kind: 'request', header, body }, sha256, (text) =>
    Buffer.from(device.sign(text), 'hex'),
  );
}

test('the private port tells how the server is, and goes on telling while it drains', async () => {
  await command('init', '--organisation', 'Meridian Lines');
  const { child, url, adminUrl = '' } = await start('--admin-port', '0', '--drain-seconds', '600');
  const ask = async (at: string) => {
    const { status, body } = await send(adminUrl, {
      method: 'GET',
      path: at,
      headers: {},
      body: Buffer.of(),
    });
    return [status, body.toString('utf8')] as const;
  };
  const { stdout } = await run(process.execPath, [MAIN, 'health', '--admin-port', new URL(adminUrl).port]);
  expect([
    stdout,
    await ask('/readyz'),
    (await ask('/metrics'))[1].includes('process_resident_memory_bytes'),
  ]).toEqual(['The server is well.\n', [200, '{"status":"ready"}'], true]);
  child.kill('SIGTERM');
  await expect.poll(() => ask('/readyz')).toEqual([503, '{"status":"stopping"}']);
  const main = await send(url, { method: 'GET', path: '/healthz', headers: {}, body: Buffer.of() });
  expect(main.status).toBe(200);
  // A second one ends the wait, not the server.
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});
