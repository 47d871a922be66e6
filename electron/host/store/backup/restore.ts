import { copyFileSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { isoOf } from '#shared/kernel/clock.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import { restoreMonths } from '../archive/month-copies.ts';
import { asStoreError, openFile, type SqliteConnection } from '../connection.ts';
import { ConsoleState } from '../console-state.ts';
import { lockFolder } from '../lock.ts';
import { openReader, type ReaderOptions } from '../open-reader.ts';
import { listCopies, stampOf, type StoreCopy } from './backup-files.ts';
import { syncFile, syncFolderOf } from '../durable.ts';
import { backupError } from './errors.ts';
import { forgetDoubt } from '../soundness.ts';
import { inspectStore } from './inspect.ts';

export type Restored = {
  readonly from: string;
  readonly journalSeq: number;
  /** Where the file that stood there before lies now; null when there was none. */
  readonly keptAside: string | null;
};

export type RestoreRequest = {
  readonly dataFolder: string;
  readonly storeFile: string;
  /** A path, the name of one of `listCopies`, or `latest`: the newest that is good. */
  readonly backup: string;
  readonly nowMs: number;
};

/**
 * Puts a backup in the place of the store. What stood there is kept under another name. Throws
 * `store-locked` while a console runs on the folder, and leaves everything as it was when the backup is no good.
 */
export function restoreStore(request: RestoreRequest, options: ReaderOptions): Restored {
  const { dataFolder, storeFile, backup, nowMs } = request;
  const lock = lockFolder(dataFolder, options);
  try {
    finishRestore(storeFile);
    const source = fileOf(dataFolder, backup, options);
    const { journalSeq } = inspectStore(source, options);
    restoreMonths(source, dataFolder, options);
    const next = `${storeFile}${RESTORING}${stampOf(nowMs)}`;
    const draft = `${next}.draft`;
    try {
      copyFileSync(source, draft);
      noteRestored(draft, { at: isoOf(nowMs), journalSeq }, options);
      keepBlobKey(draft, [storeFile, ...listCopies(dataFolder).map(({ file }) => file)], options);
      syncFile(draft);
      renameSync(draft, next);
    } catch (error) {
      rmSync(draft, { force: true });
      throw asStoreError(error);
    }
    syncFolderOf(next);
    return { from: source, journalSeq, keptAside: finishRestore(storeFile) };
  } finally {
    lock.release();
  }
}

/** A complete copy beside the store that is to take its place, with when that was decided. */
const RESTORING = '.restoring-';
const COMPLETE = /\.restoring-(\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z)$/;

/**
 * Second half of a restore, from the moment its copy is complete. Runs again at the next start if the power
 * failed in between, so that neither an empty store nor an old WAL beside a new file can come of it.
 * Returns where the former file lies.
 */
export function finishRestore(storeFile: string): string | null {
  const folder = path.dirname(storeFile);
  const base = path.basename(storeFile);
  const stamps = readdirSync(folder).flatMap((name) =>
    name.startsWith(`${base}${RESTORING}`) ? [COMPLETE.exec(name)?.[1] ?? ''] : [],
  );
  const stamp = stamps
    .filter((found) => found !== '')
    .sort()
    .at(-1);
  if (stamp === undefined) return null;
  const aside = `${storeFile}.damaged-${stamp}`;
  // The WAL first: SQLite would replay it into whatever file stands beside it.
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(storeFile + suffix)) renameSync(storeFile + suffix, aside + suffix);
  }
  syncFolderOf(storeFile);
  renameSync(`${storeFile}${RESTORING}${stamp}`, storeFile);
  forgetDoubt(storeFile);
  syncFolderOf(storeFile);
  return existsSync(aside) ? aside : null;
}

function fileOf(dataFolder: string, backup: string, options: ReaderOptions): string {
  if (backup === 'latest') return newestGood(dataFolder, options).file;
  return listCopies(dataFolder).find(({ name }) => name === backup)?.file ?? path.resolve(backup);
}

/** The newest copy that reads well; those that don't are passed over. */
export function newestGood(dataFolder: string, options: ReaderOptions): StoreCopy {
  const copies = listCopies(dataFolder);
  const good = copies.find(({ file }) => isGood(file, options));
  if (good !== undefined) return good;
  throw copies.length === 0 ? backupError('none') : backupError('none-good', { count: copies.length });
}

/** Whether a file reads well as a store, from its first page to its last. */
export function isGood(file: string, options: ReaderOptions): boolean {
  try {
    inspectStore(file, options);
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

/** Written into the copy before it counts, so that no start can miss it. */
function noteRestored(
  file: string,
  restored: { at: string; journalSeq: number },
  options: ReaderOptions,
): void {
  const db = openFile(file, options);
  try {
    new ConsoleState(db).restored = restored;
  } finally {
    db.close();
  }
}

/**
 * A copy from before the attachments were encrypted does not know their key. It is found where it lies still:
 * in the store that is being replaced, or in a newer copy.
 */
function keepBlobKey(draft: string, others: readonly string[], options: ReaderOptions): void {
  const db = openFile(draft, options);
  try {
    const state = new ConsoleState(db);
    if (state.blobKeyHex !== undefined) return;
    const found = others.map((file) => blobKeyIn(file, options)).find((key) => key !== undefined);
    if (found !== undefined) state.blobKeyHex = found;
  } finally {
    db.close();
  }
}

function blobKeyIn(file: string, options: ReaderOptions): string | undefined {
  if (!existsSync(file)) return undefined;
  let db: SqliteConnection | undefined;
  try {
    db = openReader(file, options);
    return new ConsoleState(db).blobKeyHex;
  } catch (error) {
    const known = asStoreError(error);
    // It is damaged, or under another key: the next one may have it.
    if (known instanceof DomainError || known instanceof Database.SqliteError) return undefined;
    throw error;
  } finally {
    db?.close();
  }
}
