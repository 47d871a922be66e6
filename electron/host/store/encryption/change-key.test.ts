import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DomainError } from '#shared/kernel/errors.ts';
import { openFile } from '../connection.ts';
import { lockFolder } from '../lock.ts';
import { changeStoreKey, keyInForce } from './change-key.ts';
import { encryptedCopiesOf } from './encrypted-copies.ts';
import { rewriteStore } from './rewrite-store.ts';
import { newStoreKey, type StoreKey } from './store-key.ts';

const CHILD = path.join(import.meta.dirname, 'testing', 'change-key-child.ts');
const ROWS = 20_000;
const from = newStoreKey();
const to = newStoreKey();
const quiet = { step: () => undefined };

let folder: string;
let file: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-change-key-'));
  file = path.join(folder, 'console.sqlite');
  fs.mkdirSync(path.join(folder, 'backups'));
  fs.mkdirSync(path.join(folder, 'archive'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function write(name: string, storeKey: StoreKey | undefined, rows: number): string {
  const made = path.join(folder, name);
  const db = openFile(made, storeKey === undefined ? {} : { storeKey });
  db.exec('CREATE TABLE remark (text TEXT)');
  const insert = db.prepare('INSERT INTO remark VALUES (?)');
  db.transaction(() => Array.from({ length: rows }, () => insert.run('a remark of some length')))();
  db.close();
  return made;
}

function rowsUnder(name: string, storeKey: StoreKey): number | string {
  // Opening it would make an empty one.
  if (!fs.existsSync(path.join(folder, name))) return 'gone';
  try {
    const db = openFile(path.join(folder, name), { storeKey });
    try {
      return Number(db.prepare('SELECT count(*) FROM remark').pluck().get());
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

const NAMES = [
  'console.sqlite',
  'backups/console-2026-03-01T03-10-00Z.sqlite',
  'archive/2026-01.sqlite',
  'console.sqlite.before-2',
];

it('brings the store and every copy to the new key, and says which it left alone', () => {
  for (const name of NAMES) write(name, from, 10);
  write('backups/console-2026-02-01T03-10-00Z.sqlite', newStoreKey(), 10);
  fs.writeFileSync(path.join(folder, 'backups', 'console-2026-01-01T03-10-00Z.sqlite'), 'scratched');
  const told: { done: number; total: number | null }[] = [];
  expect(changeStoreKey(file, { from, to }, {}, { step: (progress) => told.push(progress) })).toEqual({
    files: 4,
    leftAlone: ['console-2026-01-01T03-10-00Z.sqlite', 'console-2026-02-01T03-10-00Z.sqlite'],
  });
  expect(NAMES.map((name) => [rowsUnder(name, to), rowsUnder(name, from)])).toEqual(
    NAMES.map(() => [10, 'store-key-wrong']),
  );
  expect(told.at(-1)?.done).toBe(told.at(-1)?.total);
  // Again: nothing is left to do.
  expect(changeStoreKey(file, { from, to }, {}, quiet).files).toBe(4);
  expect(encryptedCopiesOf(file)).toHaveLength(5);
});

it('is refused while a console runs on the folder, and to who has neither key', () => {
  write('console.sqlite', from, 10);
  const lock = lockFolder(folder, {});
  expect(() => changeStoreKey(file, { from, to }, {}, quiet)).toThrow(/Another program/);
  lock.release();
  expect(() => changeStoreKey(file, { from: newStoreKey(), to }, {}, quiet)).toThrow(/does not open/);
  expect(rowsUnder('console.sqlite', from)).toBe(10);
}, 10_000);

it('brings a store in the clear under a key, and back', () => {
  write('console.sqlite', undefined, 10);
  changeStoreKey(file, { to }, {}, quiet);
  expect(fs.readFileSync(file).includes('remark')).toBe(false);
  changeStoreKey(file, { from: to }, {}, quiet);
  expect(fs.readFileSync(file).includes('remark')).toBe(true);
});

it('keeps the time of a copy, by which copies are told apart', () => {
  const copy = write('console.sqlite.before-2', from, 10);
  fs.utimesSync(copy, new Date('2026-01-01T00:00:00Z'), new Date('2026-01-01T00:00:00Z'));
  rewriteStore(copy, { from, to }, {});
  expect(fs.statSync(copy).mtime.toISOString()).toBe('2026-01-01T00:00:00.000Z');
});

it('killed anywhere leaves a store that one of the two keys opens whole, and the next try ends it', async () => {
  const original = new Map(NAMES.slice(0, 2).map((name) => [name, fs.readFileSync(write(name, from, ROWS))]));
  const found = new Set<string>();
  for (let delayMs = 0; delayMs <= 150; delayMs += 10) {
    for (const [name, bytes] of original) fs.writeFileSync(path.join(folder, name), bytes);
    const running = spawn(process.execPath, [CHILD, file, from, to], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(running.stdout, 'data');
    setTimeout(() => running.kill('SIGKILL'), delayMs);
    await once(running, 'exit');
    const key = keyInForce(file, { from, to }, {});
    found.add(
      `${key === from ? 'former' : 'new'} ${rowsUnder(NAMES[1] ?? '', to) === ROWS ? 'all' : 'not all'}`,
    );
    expect(rowsUnder('console.sqlite', key ?? from)).toBe(ROWS);
    changeStoreKey(file, { from, to }, {}, quiet);
    expect([...original.keys()].map((name) => rowsUnder(name, to))).toEqual([ROWS, ROWS]);
    expect(fs.readdirSync(folder).sort()).toEqual(['archive', 'backups', 'console.lock', 'console.sqlite']);
  }
  // Some were killed before the store had its new key, some after: otherwise this would show nothing.
  expect([...found].map((one) => one.split(' ')[0])).toEqual(expect.arrayContaining(['former', 'new']));
}, 60_000);
