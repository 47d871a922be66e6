import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isDomainError } from '#shared/kernel/errors.ts';
import { openConnection, type SqliteConnection } from './connection.ts';
import { openReader } from './open-reader.ts';
import { readThrough } from './read-through.ts';
import { isInDoubt, noteHowItEnded } from './soundness.ts';

const PAGE_BYTES = 4096;
const steps = { step: () => undefined };

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'soundness-'));
  file = path.join(folder, 'console.sqlite');
  const db = openConnection({ file });
  db.exec('CREATE TABLE thing (id INTEGER PRIMARY KEY, text TEXT NOT NULL)');
  const insert = db.prepare(`INSERT INTO thing (text) VALUES (hex(randomblob(400)))`);
  for (let count = 0; count < 500; count += 1) insert.run();
  db.close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A file too large to be read through when it is opened. */
const openLarge = () => openConnection({ file, checkedAtOnceBytes: 0 });
const using = (db: SqliteConnection, work: (db: SqliteConnection) => void) => {
  try {
    work(db);
  } finally {
    db.close();
  }
};

/** Not the first page and no root, so that nobody who opens the file meets it. */
function scratchInside(): void {
  const bytes = readFileSync(file);
  const page = Math.floor(bytes.length / PAGE_BYTES / 2);
  bytes.fill(0xff, page * PAGE_BYTES, (page + 2) * PAGE_BYTES);
  writeFileSync(file, bytes);
}

function codeOf(work: () => void): string | undefined {
  try {
    work();
  } catch (error) {
    if (isDomainError(error)) return error.details.code;
    throw error;
  }
  return undefined;
}

describe('opening a large store', () => {
  it('does not read it through, and finds gross damage all the same', () => {
    scratchInside();
    expect(codeOf(() => openLarge().close())).toBeUndefined();
    expect(codeOf(() => openConnection({ file }).close())).toBe('store-corrupt');
    truncateSync(file, 20 * PAGE_BYTES);
    expect(codeOf(() => openLarge().close())).toBe('store-corrupt');
    writeFileSync(file, Buffer.alloc(40 * PAGE_BYTES, 0xff));
    expect(codeOf(() => openLarge().close())).toBe('store-corrupt');
  });

  it('doubts a store that nobody closed, until it was read through', () => {
    noteHowItEnded(file);
    expect(isInDoubt(file)).toBe(false);
    using(openLarge(), (db) => {
      db.exec(`INSERT INTO thing (text) VALUES ('written, and then the power failed')`);
      noteHowItEnded(file);
      expect(isInDoubt(file)).toBe(true);
    });
    using(openLarge(), () => expect(isInDoubt(file)).toBe(true));
    using(openReader(file, {}), (db) => readThrough(db, steps));
    expect(isInDoubt(file)).toBe(false);
  });

  it('reads it through before anything else once it was found damaged', () => {
    const whole = readFileSync(file);
    scratchInside();
    using(openReader(file, {}), (db) => expect(codeOf(() => readThrough(db, steps))).toBe('store-corrupt'));
    expect(codeOf(() => openLarge().close())).toBe('store-corrupt');
    writeFileSync(file, whole);
    using(openLarge(), () => expect(isInDoubt(file)).toBe(false));
    expect(existsSync(`${file}-in-doubt`)).toBe(false);
  });
});
