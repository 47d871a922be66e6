import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openFile } from '#host/store/connection.ts';
import { formerOf, rewriteStore } from '#host/store/encryption/rewrite-store.ts';
import { storeFileKind } from '#host/store/encryption/store-file-kind.ts';
import { parseStoreKey } from '#host/store/encryption/store-key.ts';
import { lockFolder } from '#host/store/lock.ts';
import { inProject } from './lib/project.ts';

const run = promisify(execFile);
const OLD = 'the old passphrase';
const NEW = 'the new passphrase';

let folder: string;
let file: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-store-key-'));
  file = path.join(folder, 'console.sqlite');
  const db = openFile(file, { storeKey: parseStoreKey(OLD) });
  db.exec(`CREATE TABLE remark (text TEXT); INSERT INTO remark VALUES ('kept')`);
  db.close();
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

async function storeKey(args: string[], env: Record<string, string> = {}): Promise<[number, string]> {
  const script = inProject('scripts', 'store-key.ts');
  try {
    const { stdout } = await run(process.execPath, [script, ...args], { env: { PATH: '', ...env } });
    return [0, stdout];
  } catch (error) {
    // What execFile rejects with carries the exit code and the output.
    const { code, stderr } = error as { code: number; stderr: string };
    return [code, stderr];
  }
}

function readUnder(key?: string): unknown {
  const db = openFile(file, key === undefined ? {} : { storeKey: parseStoreKey(key) });
  try {
    return db.prepare('SELECT text FROM remark').pluck().get();
  } finally {
    db.close();
  }
}

test('a key is made, changed to and taken away', async () => {
  const keyFile = path.join(folder, 'key');
  expect((await storeKey(['new', keyFile]))[0]).toBe(0);
  expect(fs.statSync(keyFile).mode & 0o077).toBe(0);
  const keys = { FAIRLEAD_STORE_KEY: OLD, FAIRLEAD_NEW_STORE_KEY_FILE: keyFile };
  expect(await storeKey(['change', '--data', folder], keys)).toEqual([0, expect.stringContaining('new key')]);
  expect(readUnder(fs.readFileSync(keyFile, 'utf8').trim())).toBe('kept');
  expect(await storeKey(['new', keyFile])).toEqual([1, expect.stringContaining('EEXIST')]);

  const removed = await storeKey(['remove', '--data', folder], { FAIRLEAD_STORE_KEY_FILE: keyFile });
  expect([removed[0], storeFileKind(file), readUnder()]).toEqual([0, 'plain', 'kept']);
});

test('a change that was cut off before its end is finished by asking for it again', async () => {
  fs.copyFileSync(file, path.join(folder, 'aside'));
  rewriteStore(file, { from: parseStoreKey(OLD), to: parseStoreKey(NEW) }, {});
  fs.renameSync(path.join(folder, 'aside'), formerOf(file));
  const keys = { FAIRLEAD_STORE_KEY: OLD, FAIRLEAD_NEW_STORE_KEY: NEW };
  expect((await storeKey(['change', '--data', folder], keys))[0]).toBe(0);
  expect([readUnder(NEW), fs.existsSync(formerOf(file))]).toEqual(['kept', false]);
});

test('a wrong key, a missing one and a running console are refused with what to do', async () => {
  const change = ['change', '--data', folder];
  const answers = [
    await storeKey(change, { FAIRLEAD_STORE_KEY: 'another passphrase', FAIRLEAD_NEW_STORE_KEY: NEW }),
    await storeKey(change, { FAIRLEAD_NEW_STORE_KEY: NEW }),
    await storeKey(change, { FAIRLEAD_STORE_KEY: OLD }),
  ];
  const lock = lockFolder(folder, {});
  answers.push(await storeKey(change, { FAIRLEAD_STORE_KEY: OLD, FAIRLEAD_NEW_STORE_KEY: NEW }));
  lock.release();
  expect(answers).toEqual([
    [1, expect.stringContaining('does not open the data file')],
    [1, expect.stringContaining('FAIRLEAD_STORE_KEY_FILE')],
    [1, expect.stringContaining('No new key was given')],
    [1, expect.stringContaining('Another program holds')],
  ]);
  expect(readUnder(OLD)).toBe('kept');
});
