import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { TestDevice } from '#sync-server/testing/test-device.ts';
import { reportIncident, signUp } from '#sync-server/testing/work.ts';
import { newDatabase } from '#tests/support/postgres.ts';

const MAIN = fileURLToPath(new URL('../../sync-server/main.ts', import.meta.url));
const run = promisify(execFile);
const AURORA = ['--site', 'AUR', '--name', 'MV Aurora', '--kind', 'vessel', '--time-zone', 'UTC'];
const KILLS = 3;
/** Exchanges that succeed before each kill, so that it falls at another point of the work each time. */
const ACKNOWLEDGED_BEFORE_KILL = 6;

let folder: string;
let where: string[];
const running: ChildProcess[] = [];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-crash-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((child) => end(child, 'SIGKILL')));
  fs.rmSync(folder, { recursive: true, force: true });
});

async function command(...args: string[]): Promise<unknown> {
  const { stdout } = await run(process.execPath, [MAIN, ...args, ...where, '--json']);
  return JSON.parse(stdout);
}

async function start(): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [MAIN, ...where, '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  running.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    return { child, url: z.object({ url: z.string() }).parse(JSON.parse(line)).url };
  }
  throw new Error('The server ended without saying where it is');
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

/** Exchanges until the server is gone, one incident each; a kill falls somewhere into the last one. */
async function workUntilKilled(device: TestDevice, child: ChildProcess, report: () => void): Promise<void> {
  for (let exchanges = 0; ; exchanges += 1) {
    report();
    try {
      const answer = device.exchange();
      if (exchanges === ACKNOWLEDGED_BEFORE_KILL) child.kill('SIGKILL');
      await answer;
    } catch (error) {
      if (exchanges < ACKNOWLEDGED_BEFORE_KILL) throw error;
      return;
    }
  }
}

describe.each(['sqlite', 'postgres'])('a server killed again and again over %s', (kind) => {
  test('keeps everything it acknowledged, applies nothing twice, and stops cleanly at last', {
    timeout: 90_000,
  }, async () => {
    const url =
      kind === 'postgres' ? await newDatabase(inject('postgresUrl'), inject('postgresTemplate')) : undefined;
    where = ['--data', folder, ...(url === undefined ? [] : ['--database', url])];
    await command('init', '--organisation', 'Meridian Lines');
    const { code } = z.object({ code: z.string() }).parse(await command('code', ...AURORA));
    let server = await start();
    const device = new TestDevice(server.url, { id: 'device-1-of-test', now: Date.now });
    await device.enrol(code);
    const master = await signUp(device);
    const acknowledged = new Map<number, unknown>();
    for (let kill = 0; kill < KILLS; kill += 1) {
      await workUntilKilled(device, server.child, () => reportIncident(device, master));
      await end(server.child, 'SIGKILL');
      server = await start();
      // Everything from the beginning: what has a verdict keeps it, and the rest gets one now.
      const all = device
        .at(server.url)
        .exchangeRequest({ entries: device.journal, head: device.headAt(device.journal.length) });
      const { verdicts } = await device.exchange(all);
      for (const verdict of verdicts) {
        expect(verdict.status).toBe('applied');
        expect(acknowledged.get(verdict.seq) ?? verdict).toEqual(verdict);
        acknowledged.set(verdict.seq, verdict);
      }
      expect(verdicts.map(({ seq }) => seq)).toEqual(device.journal.map(({ seq }) => seq));
    }
    await end(server.child, 'SIGTERM');
    expect(server.child.exitCode).toBe(0);
    if (kind === 'sqlite') {
      const db = new Database(path.join(folder, 'server.sqlite'), { readonly: true });
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
      db.close();
    }
  });
});

test('a backup made while the server works is whole, and can be served', { timeout: 60_000 }, async () => {
  where = ['--data', path.join(folder, 'data')];
  await command('init', '--organisation', 'Meridian Lines');
  const { code } = z.object({ code: z.string() }).parse(await command('code', ...AURORA));
  const server = await start();
  const device = new TestDevice(server.url, { id: 'device-1-of-test', now: Date.now });
  await device.enrol(code);
  const master = await signUp(device);
  reportIncident(device, master);
  await device.exchange();
  const blobs = path.join(folder, 'data', 'blobs');
  fs.mkdirSync(blobs, { recursive: true });
  fs.writeFileSync(path.join(blobs, 'ab'.repeat(32)), 'whole');
  fs.writeFileSync(path.join(blobs, `${'cd'.repeat(32)}.part`), 'half');
  const copy = path.join(folder, 'copy');
  expect(await command('backup', '--to', copy)).toEqual({ folder: copy, version: 3, attachments: 1 });
  await expect(command('backup', '--to', copy)).rejects.toThrow('overwrites nothing');
  await end(server.child, 'SIGTERM');

  where = ['--data', copy];
  expect(await command('restored')).toEqual({ restored: true });
  const restored = await start();
  const { startOver } = await device.at(restored.url).exchange();
  expect(startOver).toBe(true);
  expect(fs.readdirSync(path.join(copy, 'blobs'))).toContain('ab'.repeat(32));
});
