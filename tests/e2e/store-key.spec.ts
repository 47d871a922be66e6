import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { type LaunchedConsole, launchConsole } from '#tests/support/launch-electron.ts';

// Three programs are started and ended one after the other; machines that have other work to do are slow at that.
test.describe.configure({ timeout: 120_000 });

const KEY = '7f3a9c0e5b1d2846'.repeat(4);

let folder: string;
let dataDir: string;
let keyFile: string;
let launched: LaunchedConsole | undefined;
test.beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-store-key-'));
  dataDir = path.join(folder, 'console');
  keyFile = path.join(folder, 'key');
  fs.mkdirSync(dataDir);
});
test.afterEach(async () => {
  await launched?.close();
  launched = undefined;
  fs.rmSync(folder, { recursive: true, force: true });
});

const header = () => fs.readFileSync(path.join(dataDir, 'console.sqlite')).subarray(0, 15).toString('latin1');
const logs = () =>
  fs
    .readdirSync(path.join(dataDir, 'logs'))
    .map((name) => fs.readFileSync(path.join(dataDir, 'logs', name), 'utf8'))
    .join('');

async function start(env: Record<string, string>): Promise<LaunchedConsole> {
  launched = await launchConsole({ dataDir, env });
  return launched;
}

async function quit(): Promise<void> {
  await launched?.close();
  launched = undefined;
}

/** The environments that processes below this one were started with, as the system shows them. */
function environmentsBelow(pid: number): string[] {
  const children = fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    .map(Number);
  return children.flatMap((child) => [...startedWith(child), ...environmentsBelow(child)]);
}

/** Environment and command line; nothing of a process that has ended since its parent was looked up. */
function startedWith(pid: number): string[] {
  try {
    return [
      fs.readFileSync(`/proc/${pid}/environ`, 'utf8') + fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8'),
    ];
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'ENOENT'))
      return [];
    throw error;
  }
}

function parentOf(pid: string): number | undefined {
  try {
    return Number(fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
  } catch {
    // It has ended since the folder was read.
    return undefined;
  }
}

test('a store is encrypted at the first start with a key, and a wrong key leads to the recovery page', async () => {
  const first = await start({});
  await expect(first.page.getByRole('heading').first()).toBeVisible();
  await quit();
  expect(header()).toBe('SQLite format 3');

  fs.writeFileSync(keyFile, KEY, { mode: 0o600 });
  const second = await start({ FAIRLEAD_STORE_KEY_FILE: keyFile });
  await expect(second.page.getByRole('heading').first()).toBeVisible();
  await quit();
  const encrypted = header();
  expect(encrypted).not.toBe('SQLite format 3');

  fs.writeFileSync(keyFile, 'some other passphrase');
  const third = await start({ FAIRLEAD_STORE_KEY_FILE: keyFile });
  await expect(third.page.getByRole('alert')).toContainText('does not open the data file');
  await expect(third.page.getByText('store-key-wrong')).toBeVisible();
  await quit();
  expect(header()).toBe(encrypted);
});

test('a key from the variable reaches the host, but no log, environment or command line of a process', async () => {
  test.skip(process.platform !== 'linux', 'reads /proc');
  const { app, page } = await start({ FAIRLEAD_STORE_KEY: KEY });
  await expect(page.getByRole('heading').first()).toBeVisible();
  const main = Number(app.process().pid);
  expect(environmentsBelow(main).length).toBeGreaterThan(1);
  expect(environmentsBelow(main).filter((text) => text.includes(KEY))).toEqual([]);
  expect(logs()).not.toContain(KEY);
  expect(header()).not.toBe('SQLite format 3');
});
