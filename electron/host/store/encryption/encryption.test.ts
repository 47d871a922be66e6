import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import { testConsole } from '#tests/support/test-console.ts';
import { VirtualClock } from '#tests/support/virtual-clock.ts';
import { openFile, type SqliteConnection } from '../connection.ts';
import { openStore, type Store } from '../store.ts';
import { prepareStoreFile } from './prepare-store.ts';
import { draftOf, formerOf, rewriteStore } from './rewrite-store.ts';
import { storeFileKind } from './store-file-kind.ts';
import { newStoreKey, parseStoreKey, type StoreKey } from './store-key.ts';

const ENCRYPT_CHILD = path.join(import.meta.dirname, 'testing', 'encrypt-child.ts');
const LOG = pino({ level: 'silent' });
const TITLE = 'Seawater in the lube oil of the port main engine';
const PASSPHRASE = parseStoreKey("the captain's cat sleeps in the galley ø");

let folder: string;
let file: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-encryption-'));
  file = path.join(folder, 'console.sqlite');
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  return 'none';
}

/** A store as an unencrypted console leaves it, with one incident. */
function plainStore(): void {
  const board = testConsole({ file });
  board.run(incidentCommands.report, { title: TITLE, severity: 'high' });
  board.close();
}

function opened(storeKey: StoreKey | undefined): Store {
  const opening = storeKey === undefined ? { file } : { file, storeKey };
  prepareStoreFile(opening, LOG);
  return openStore(opening, new VirtualClock());
}

function titles(db: SqliteConnection): unknown[] {
  return db
    .prepare(`SELECT data ->> '$.title' FROM "incidents-0" WHERE data ->> '$.title' IS NOT NULL`)
    .pluck()
    .all();
}

function titlesUnder(storeKey: StoreKey | undefined): unknown[] {
  const store = opened(storeKey);
  try {
    expect(store.journal.verify()).toEqual({ sound: true, entries: 1 });
    return titles(store.db);
  } finally {
    store.close();
  }
}

/** Files below the folder in which the bytes of the text stand. */
function filesWith(text: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((name) => fs.readFileSync(name).includes(text))
    .map((name) => path.basename(name));
}

describe('an encrypted store', () => {
  it.each([
    ['a random key', newStoreKey()],
    ['a passphrase', PASSPHRASE],
  ])('with %s leaves no word of its records in any file, the WAL included, while it is in use', (_, key) => {
    const store = opened(key);
    const wide = `${TITLE} `.repeat(40);
    store.db.exec('CREATE TABLE remark (text TEXT)');
    for (let n = 0; n < 50; n += 1) store.db.prepare('INSERT INTO remark VALUES (?)').run(wide);
    expect(fs.statSync(`${file}-wal`).size).toBeGreaterThan(100_000);
    expect(filesWith(TITLE)).toEqual([]);
    store.close();
    expect([filesWith(TITLE), filesWith('CREATE TABLE'), storeFileKind(file)]).toEqual([[], [], 'encrypted']);
    const again = opened(key);
    expect(again.db.prepare('SELECT count(*) FROM remark WHERE text = ?').pluck().get(wide)).toBe(50);
    again.close();
  });

  it('opens with no other key and with none, and stays as it is', () => {
    opened(newStoreKey()).close();
    const before = fs.readFileSync(file);
    const answers = [
      () => opened(newStoreKey()),
      () => opened(PASSPHRASE),
      () => opened(undefined),
      () => openFile(file, {}),
      () => openFile(file, { storeKey: PASSPHRASE }, { readonly: true }),
    ].map(codeOf);
    expect(answers).toEqual([
      'store-key-wrong',
      'store-key-wrong',
      'store-key-missing',
      'store-key-missing',
      'store-key-wrong',
    ]);
    expect(fs.readFileSync(file)).toEqual(before);
    expect(fs.readdirSync(folder)).toEqual(['console.sqlite']);
  });

  it('says that it is damaged, not that the key is wrong, when a page was changed', () => {
    const key = newStoreKey();
    opened(key).close();
    const bytes = fs.readFileSync(file);
    bytes[bytes.length - 2_000] = Number(bytes[bytes.length - 2_000]) ^ 1;
    fs.writeFileSync(file, bytes);
    expect(codeOf(() => opened(key))).toBe('store-corrupt');
    fs.writeFileSync(file, 'this is no database, it is a text somebody saved over it');
    expect(codeOf(() => opened(key))).toBe('store-corrupt');
  });

  it('gives encrypted copies: by VACUUM INTO, and in attached files', () => {
    const key = newStoreKey();
    const store = opened(key);
    store.db.exec(`CREATE TABLE remark (text TEXT); INSERT INTO remark VALUES ('${TITLE}')`);
    const copy = path.join(folder, 'copy.sqlite');
    store.db.prepare('VACUUM INTO ?').run(copy);
    store.db.prepare('ATTACH ? AS archive').run(path.join(folder, 'archive.sqlite'));
    store.db.exec('CREATE TABLE archive.remark AS SELECT * FROM main.remark; DETACH archive');
    store.close();
    expect(filesWith(TITLE)).toEqual([]);
    const reader = openFile(copy, { storeKey: key }, { readonly: true, fileMustExist: true });
    expect(reader.prepare('SELECT text FROM remark').pluck().get()).toBe(TITLE);
    reader.close();
  });
});

describe('a store that was not encrypted', () => {
  it('is encrypted at the first start with a key, with everything in it, and its copies with it', () => {
    plainStore();
    fs.mkdirSync(path.join(folder, 'backups'));
    fs.copyFileSync(file, path.join(folder, 'backups', 'console-2026-03-01T03-10-00Z.sqlite'));
    fs.copyFileSync(file, `${file}.before-2`);
    expect(filesWith(TITLE).length).toBe(3);
    const key = newStoreKey();
    expect(titlesUnder(key)).toEqual([TITLE]);
    expect([filesWith(TITLE), fs.readdirSync(folder)]).toEqual([
      [],
      ['backups', 'console.sqlite', 'console.sqlite.before-2'],
    ]);
    expect(titlesUnder(key)).toEqual([TITLE]);
    expect(codeOf(() => opened(undefined))).toBe('store-key-missing');
  });

  it('is encrypted with what its last owner left in the WAL', () => {
    const db = new Database(file);
    db.pragma('journal_mode = WAL');
    db.exec(`CREATE TABLE remark (text TEXT); INSERT INTO remark VALUES ('${TITLE}')`);
    const crashed = path.join(folder, 'crashed.sqlite');
    fs.copyFileSync(file, crashed);
    fs.copyFileSync(`${file}-wal`, `${crashed}-wal`);
    db.close();
    const key = newStoreKey();
    rewriteStore(crashed, { to: key }, {});
    const copy = openFile(crashed, { storeKey: key });
    expect(copy.prepare('SELECT text FROM remark').pluck().get()).toBe(TITLE);
    copy.close();
    expect(fs.existsSync(`${crashed}-wal`)).toBe(false);
  });

  it('keeps the row ids that a full-text index points to', () => {
    const db = new Database(file);
    db.exec(`CREATE TABLE remark (text TEXT); INSERT INTO remark VALUES ('gone'), ('${TITLE}');
      CREATE VIRTUAL TABLE words USING fts5(text, content='remark');
      INSERT INTO words(words) VALUES ('rebuild'); DELETE FROM remark WHERE text = 'gone'`);
    db.close();
    const key = newStoreKey();
    rewriteStore(file, { to: key }, {});
    const copy = openFile(file, { storeKey: key });
    expect(copy.prepare(`SELECT text FROM words WHERE words MATCH 'seawater'`).pluck().get()).toBe(TITLE);
    copy.close();
  });

  it.runIf(process.platform !== 'win32')(
    'stays as it is, and usable, when there is no room for a copy',
    () => {
      const db = new Database(file);
      db.exec('CREATE TABLE remark (text TEXT)');
      const insert = db.prepare('INSERT INTO remark VALUES (?)');
      db.transaction(() => Array.from({ length: 20_000 }, () => insert.run(TITLE)))();
      db.close();
      const before = fs.readFileSync(file);
      const key = newStoreKey();
      // No file may grow beyond 300 to 600 kB: for SQLite that is a disk that is full.
      const limited = ['-c', 'ulimit -f 600; exec "$0" "$@"', process.execPath, ENCRYPT_CHILD, file, key];
      expect(execFileSync('sh', limited, { encoding: 'utf8' })).toBe('begins\noff\n');
      expect([fs.readFileSync(file).equals(before), fs.readdirSync(folder)]).toEqual([
        true,
        ['console.sqlite'],
      ]);
      const usable = openFile(file, { storeKey: key });
      expect(usable.prepare('SELECT count(*) FROM remark').pluck().get()).toBe(20_000);
      usable.close();
    },
  );

  it('that is damaged is left as it is', () => {
    plainStore();
    const bytes = fs.readFileSync(file);
    bytes.fill(0xff, 4096, 4096 * 6);
    fs.writeFileSync(file, bytes);
    expect(codeOf(() => opened(newStoreKey()))).toBe('store-corrupt');
    expect([fs.readFileSync(file).equals(bytes), fs.readdirSync(folder)]).toEqual([true, ['console.sqlite']]);
  });
});

describe('the key', () => {
  it('can be changed and taken away; each former one opens nothing any more', () => {
    plainStore();
    const first = newStoreKey();
    expect(titlesUnder(first)).toEqual([TITLE]);
    rewriteStore(file, { from: first, to: PASSPHRASE }, {});
    expect([codeOf(() => opened(first)), filesWith(TITLE)]).toEqual(['store-key-wrong', []]);
    expect(titlesUnder(PASSPHRASE)).toEqual([TITLE]);
    rewriteStore(file, { from: PASSPHRASE }, {});
    expect(titlesUnder(undefined)).toEqual([TITLE]);
  });

  it('can’t be changed by somebody who does not have it', () => {
    const key = newStoreKey();
    opened(key).close();
    const before = fs.readFileSync(file);
    expect(codeOf(() => rewriteStore(file, { from: PASSPHRASE, to: newStoreKey() }, {}))).toBe(
      'store-key-wrong',
    );
    expect([fs.readFileSync(file).equals(before), fs.readdirSync(folder)]).toEqual([
      true,
      ['console.sqlite'],
    ]);
  });
});

describe('a rewrite that was cut off', () => {
  const key = newStoreKey();
  const under = (name: string, content: Buffer) => fs.writeFileSync(name, content);
  let plain: Buffer;
  let encrypted: Buffer;
  beforeEach(() => {
    plainStore();
    plain = fs.readFileSync(file);
    rewriteStore(file, { to: key }, {});
    encrypted = fs.readFileSync(file);
    fs.rmSync(file);
  });

  it.each([
    [
      'while the copy was written',
      () => [under(file, plain), under(draftOf(file), encrypted.subarray(0, 9_000))],
    ],
    ['before the store had its other name', () => [under(file, plain), under(draftOf(file), encrypted)]],
    ['between the two renames', () => [under(formerOf(file), plain), under(draftOf(file), encrypted)]],
    ['before the former file was wiped', () => [under(file, encrypted), under(formerOf(file), plain)]],
    [
      'while the former file was wiped',
      () => [under(file, encrypted), under(formerOf(file), Buffer.alloc(9_000))],
    ],
  ])('%s is finished at the next start', (_, leaveBehind) => {
    leaveBehind();
    expect(titlesUnder(key)).toEqual([TITLE]);
    expect([fs.readdirSync(folder), filesWith(TITLE)]).toEqual([['console.sqlite'], []]);
  });

  it('keeps the former file for as long as the new one is not opened', () => {
    under(file, encrypted);
    under(formerOf(file), plain);
    expect(codeOf(() => opened(PASSPHRASE))).toBe('store-key-wrong');
    expect([fs.readFileSync(file), fs.readFileSync(formerOf(file))]).toEqual([encrypted, plain]);
  });

  it('loses nothing wherever the process is killed', async () => {
    const big = new Database(file);
    big.exec(`CREATE TABLE remark (id INTEGER PRIMARY KEY, text TEXT)`);
    const insert = big.prepare('INSERT INTO remark (text) VALUES (?)');
    big.transaction(() => Array.from({ length: 20_000 }, () => insert.run(TITLE)))();
    big.close();
    const original = fs.readFileSync(file);
    const found = new Set<string>();
    for (let delayMs = 0; delayMs <= 45; delayMs += 3) {
      under(file, original);
      const running = spawn(process.execPath, [ENCRYPT_CHILD, file, key], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(running.stdout, 'data');
      setTimeout(() => running.kill('SIGKILL'), delayMs);
      await once(running, 'exit');
      found.add(fs.readdirSync(folder).sort().join(' '));
      prepareStoreFile({ file, storeKey: key }, LOG);
      const db = openFile(file, { storeKey: key });
      expect(db.prepare('SELECT count(*) FROM remark WHERE text = ?').pluck().get(TITLE)).toBe(20_000);
      db.close();
      expect([fs.readdirSync(folder), filesWith(TITLE)]).toEqual([['console.sqlite'], []]);
      fs.rmSync(file);
    }
    // Some were killed on the way, or the test would show nothing.
    expect([...found].some((names) => names.includes('rewriting'))).toBe(true);
  });
});
