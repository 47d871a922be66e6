import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { DomainError } from '#shared/kernel/errors.ts';
import { asStoreError, openFile, type SqliteConnection } from '../connection.ts';
import { syncFolderOf } from '../durable.ts';
import type { ReaderOptions } from '../open-reader.ts';
import { connectionOf } from '../rx-storage/connection.ts';
import { archiveError } from './errors.ts';

/** One record in a monthly file. Rows are only ever added: a record that comes again has another revision. */
export type MonthRow = {
  readonly collection: string;
  readonly id: string;
  readonly rev: string;
  /** The whole document, as the store had it. */
  readonly data: string;
};

/** Grows with the tables below. A file with another number is not touched. */
const MONTH_VERSION = 1;

const SCHEMA = `CREATE TABLE record (
  collection TEXT NOT NULL, id TEXT NOT NULL, rev TEXT NOT NULL, data TEXT NOT NULL,
  PRIMARY KEY (collection, id, rev)
) STRICT`;

export function archiveFolder(dataFolder: string): string {
  return path.join(dataFolder, 'archive');
}

export function monthFileName(month: string): string {
  return `${month}.sqlite`;
}

/** Throws `archive-unreadable`, naming the file, for one that is missing, damaged, or another program's. */
export function openMonthForReading(file: string, options: ReaderOptions): SqliteConnection {
  if (!existsSync(file)) throw archiveError('month-missing', { file: path.basename(file) });
  return opened(file, () => {
    const db = openFile(file, options, { readonly: true, fileMustExist: true });
    // An append takes two milliseconds; a reader can wait for it.
    db.pragma('busy_timeout = 1000');
    return db;
  });
}

/**
 * A monthly file to append to, made if it isn't there. A rollback journal and not a WAL: then one file is all
 * there is of a month, and what was committed is on the disk before the store forgets its rows.
 */
export function openMonthForWriting(file: string, options: ReaderOptions): SqliteConnection {
  const isNew = !existsSync(file);
  if (isNew) mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  return opened(file, () => {
    const db = openFile(file, options);
    // Nobody waits for a month: the next attempt comes by itself.
    db.pragma('busy_timeout = 0');
    db.pragma('journal_mode = TRUNCATE');
    db.pragma('synchronous = FULL');
    if (userVersion(db) === 0) {
      db.transaction(() => {
        db.exec(SCHEMA);
        db.pragma(`user_version = ${MONTH_VERSION}`);
      }).immediate();
    }
    if (isNew) {
      syncFolderOf(file);
      syncFolderOf(path.dirname(file));
    }
    return db;
  });
}

/** Everything or nothing of these rows is in the file, and on the disk, when this returns. */
export function appendRows(db: SqliteConnection, rows: Iterable<MonthRow>): number {
  const insert = connectionOf(db).statement(
    `INSERT INTO record (collection, id, rev, data) VALUES (@collection, @id, @rev, @data)
     ON CONFLICT DO NOTHING`,
  );
  return db
    .transaction(() => {
      let added = 0;
      for (const row of rows) added += insert.run(row).changes;
      return added;
    })
    .immediate();
}

/** What can't be read of a month, said with its name. A full disk and a held file are said as they are. */
export function asMonthError(file: string, error: unknown): unknown {
  const known = asStoreError(error);
  if (!(known instanceof DomainError)) return error;
  switch (known.code) {
    case 'store-corrupt':
      return archiveError('month-damaged', { file: path.basename(file) }, { cause: error });
    case 'store-key-wrong':
    case 'store-key-missing':
      return archiveError('month-key-other', { file: path.basename(file) }, { cause: error });
    default:
      return known;
  }
}

function opened(file: string, open: () => SqliteConnection): SqliteConnection {
  let db: SqliteConnection | undefined;
  try {
    db = open();
    const version = userVersion(db);
    if (version > MONTH_VERSION) throw archiveError('month-newer', { file: path.basename(file) });
    if (version !== MONTH_VERSION) throw archiveError('month-foreign', { file: path.basename(file) });
    return db;
  } catch (error) {
    db?.close();
    throw asMonthError(file, error);
  }
}

function userVersion(db: SqliteConnection): number {
  return Number(db.pragma('user_version', { simple: true }));
}
