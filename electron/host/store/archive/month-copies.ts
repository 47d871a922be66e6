import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type DomainError, isDomainError } from '#shared/kernel/errors.ts';
import { backupFolder } from '../backup/backup-files.ts';
import { integrityProblems } from '../backup/inspect.ts';
import { optionsOf, type SqliteConnection } from '../connection.ts';
import { openReader, type ReaderOptions } from '../open-reader.ts';
import { connectionOf } from '../rx-storage/connection.ts';
import { archivedMonths } from './archived-records.ts';
import { archiveError } from './errors.ts';
import {
  appendRows,
  archiveFolder,
  asMonthError,
  monthFileName,
  type MonthRow,
  openMonthForReading,
  openMonthForWriting,
} from './month-file.ts';

const MONTH_FILE = /^\d{4}-\d{2}\.sqlite$/;
const BATCH_ROWS = 500;
const PROBLEMS_MAX = 20;

/**
 * Brings what a folder of monthly files has into another one. Rows are never changed or removed, so every backup
 * of a store, however old, finds in the newest copy of a month what it names. Ended in the middle it goes on the
 * next time. Throws `archive-unreadable` for the first source that can't be read, when all others are done.
 */
export function copyMonths(
  source: string,
  target: string,
  options: ReaderOptions,
  { checkTarget = false }: { readonly checkTarget?: boolean } = {},
): void {
  if (!existsSync(source) || path.resolve(source) === path.resolve(target)) return;
  let problem: DomainError | undefined;
  for (const name of readdirSync(source).filter((one) => MONTH_FILE.test(one))) {
    try {
      copyMonth(path.join(source, name), path.join(target, name), options, checkTarget);
    } catch (error) {
      if (!isDomainError(error)) throw error;
      problem ??= error;
    }
  }
  if (problem !== undefined) throw problem;
}

function copyMonth(source: string, target: string, options: ReaderOptions, checkTarget: boolean): void {
  const from = openMonthForReading(source, options);
  try {
    const to = openForCopies(target, options, checkTarget);
    try {
      if (countRows(from) === countRows(to)) return;
      for (const batch of batchesOf(from)) appendRows(to, batch);
    } catch (error) {
      throw asMonthError(target, error);
    } finally {
      to.close();
    }
  } finally {
    from.close();
  }
}

/** A damaged file is kept for whoever repairs it, and a new one made. */
function openForCopies(file: string, options: ReaderOptions, check: boolean): SqliteConnection {
  try {
    const db = openMonthForWriting(file, options);
    if (!check || isSound(file, db)) return db;
    db.close();
    throw archiveError('month-damaged', { file: path.basename(file) });
  } catch (error) {
    if (!isDomainError(error) || error.code !== 'archive-unreadable') throw error;
    rmSync(`${file}.damaged`, { force: true });
    renameSync(file, `${file}.damaged`);
    return openMonthForWriting(file, options);
  }
}

function isSound(file: string, db: SqliteConnection): boolean {
  try {
    return integrityProblems(db, 'quick').length === 0;
  } catch (error) {
    db.close();
    throw asMonthError(file, error);
  }
}

/**
 * Brings back what the backups of a store have of its monthly files, from beside the backup and from where this
 * console's own lie. What neither has stays missing: the store is restored all the same, and says so.
 */
export function restoreMonths(backup: string, dataFolder: string, options: ReaderOptions): void {
  const sources = [path.dirname(backup), backupFolder(dataFolder)].map(archiveFolder);
  for (const source of new Set(sources.map((one) => path.resolve(one)))) {
    try {
      copyMonths(source, archiveFolder(dataFolder), options, { checkTarget: true });
    } catch (error) {
      // A damaged copy gives what it can; the integrity check names what is missing in the end.
      if (!isDomainError(error) || error.code !== 'archive-unreadable') throw error;
    }
  }
}

/** A batch is read at once, so that nobody who appends meanwhile finds the file held. */
function* batchesOf(db: SqliteConnection): Generator<readonly MonthRow[]> {
  const statement = connectionOf(db).statement(
    `SELECT rowid, collection, id, rev, data FROM record WHERE rowid > ? ORDER BY rowid LIMIT ${BATCH_ROWS}`,
  );
  let last: number | undefined = 0;
  while (last !== undefined) {
    // The columns are those of a STRICT table.
    const rows = statement.all(last) as (MonthRow & { rowid: number })[];
    if (rows.length > 0) yield rows.map(({ rowid, ...row }) => row);
    last = rows.at(-1)?.rowid;
  }
}

function countRows(db: SqliteConnection): number {
  return Number(connectionOf(db).statement('SELECT count(*) FROM record').pluck().get());
}

/**
 * What is wrong with the monthly files that a store or a backup needs, each problem with the name of its file.
 * They are looked for in the folder `archive` beside it.
 */
export function archiveProblems(storeFile: string, options: ReaderOptions): string[] {
  const db = openReader(storeFile, options);
  try {
    const folder = archiveFolder(path.dirname(storeFile));
    return archivedMonths(db).flatMap(({ month }) =>
      monthProblems(db, month, path.join(folder, monthFileName(month))),
    );
  } finally {
    db.close();
  }
}

function monthProblems(db: SqliteConnection, month: string, file: string): string[] {
  let opened: SqliteConnection | undefined;
  try {
    opened = openMonthForReading(file, optionsOf(db));
    const found = integrityProblems(opened, 'full').map(
      (problem) => `archive/${path.basename(file)}: ${problem}`,
    );
    const missing = countMissing(db, opened, month);
    if (missing > 0) found.push(`archive/${path.basename(file)}: ${missing} records are missing in it`);
    return found.slice(0, PROBLEMS_MAX);
  } catch (error) {
    const known = asMonthError(file, error);
    if (!isDomainError(known)) throw error;
    return [known.message];
  } finally {
    opened?.close();
  }
}

function countMissing(db: SqliteConnection, file: SqliteConnection, month: string): number {
  const has = connectionOf(file).statement(
    'SELECT 1 FROM record WHERE collection = ? AND id = ? AND rev = ?',
  );
  // The columns are those of a STRICT table.
  const stubs = connectionOf(db)
    .statement('SELECT collection, id, rev FROM archived_record WHERE month = ?')
    .iterate(month) as Iterable<Omit<MonthRow, 'data'>>;
  let missing = 0;
  for (const { collection, id, rev } of stubs) if (has.get(collection, id, rev) === undefined) missing += 1;
  return missing;
}
