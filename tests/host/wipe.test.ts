import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { must } from '#shared/kernel/assert.ts';
import { HOST_EXIT_FATAL } from '#host/messages.ts';
import { revokeDevice } from '#sync-server/enrolment/administer.ts';
import { TestServer } from '#sync-server/testing/test-server.ts';

const ENTRY = fileURLToPath(new URL('../../electron/host/entry-node.ts', import.meta.url));
/** The page need not be built for this. */
const PAGE = path.join(import.meta.dirname, '../fixtures/page');

let server: TestServer;
let folder: string;
const running: ChildProcess[] = [];

beforeEach(async () => {
  server = await TestServer.start();
  folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-wiped-'));
});

afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A console as a process of its own, which joins by itself; resolves with how it ends. */
function startConsole(environment: { readonly [name: string]: string }) {
  const child = spawn(process.execPath, [ENTRY], {
    env: {
      ...process.env,
      FAIRLEAD_DATA_DIR: folder,
      FAIRLEAD_PORT: '0',
      FAIRLEAD_RENDERER: PAGE,
      FAIRLEAD_LOG_LEVEL: 'silent',
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  running.push(child);
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString('utf8')));
  return once(child, 'close').then(([exitCode]: unknown[]) => ({ exitCode, said }));
}

async function joinedDevice(): Promise<string> {
  const devices = () => server.inStorage((tx) => tx.devices());
  await expect.poll(async () => (await devices()).length, { timeout: 20_000 }).toBe(1);
  return must((await devices())[0], 'the console').id;
}

it('a console that runs erases itself when its company says so, and does not start again', {
  timeout: 60_000,
}, async () => {
  const ended = startConsole({
    FAIRLEAD_JOIN_URL: server.url,
    FAIRLEAD_JOIN_CODE: await server.siteCode('AUR'),
    FAIRLEAD_DEVICE_NAME: 'Bridge',
  });
  await revokeDevice(server.storage, await joinedDevice(), server.clock.now(), true);
  const { exitCode, said } = await ended;

  expect([exitCode, said]).toEqual([
    HOST_EXIT_FATAL,
    expect.stringContaining('Meridian Lines had it shut out'),
  ]);
  expect(readdirSync(folder).toSorted()).toEqual(['console.lock', 'wiped.json']);

  const again = await startConsole({});
  expect([again.exitCode, again.said]).toEqual([HOST_EXIT_FATAL, expect.stringContaining('was wiped')]);
  expect(existsSync(path.join(folder, 'console.sqlite'))).toBe(false);
});
