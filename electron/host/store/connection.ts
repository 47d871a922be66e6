import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { DomainError } from '#shared/kernel/errors.ts';
import { encryptionError } from './encryption/errors.ts';
import { storeFileKind } from './encryption/store-file-kind.ts';
import { applyKey, type StoreKey } from './encryption/store-key.ts';
import { storeError } from './errors.ts';
import { assertSound } from './soundness.ts';

export type SqliteConnection = Database.Database;

export type ConnectionOptions = {
  /** Path of the file, or `:memory:`. */
  readonly file: string;
  /** Native module to load instead of the package's own: for an Electron the package has none for. */
  readonly nativeBinding?: string;
  /** Opens an encrypted file, and makes a new one encrypted. A file that is not encrypted stays as it is. */
  readonly storeKey?: StoreKey;
  /** Up to this size a file is read through when it is opened. */
  readonly checkedAtOnceBytes?: number;
};

type FileOptions = Omit<ConnectionOptions, 'file' | 'checkedAtOnceBytes'>;
type HowToOpen = { readonly readonly?: boolean; readonly fileMustExist?: boolean };

/**
 * Opens a file, with its key if it has one: what every other way of opening is made of. Throws
 * `store-key-missing`, `store-key-wrong` or `store-corrupt`, before anything is written.
 */
export function openFile(file: string, options: FileOptions, how: HowToOpen = {}): SqliteConnection {
  const hasKey = options.storeKey !== undefined && file !== ':memory:';
  const db =
    openWith(file, options, how, hasKey) ?? (hasKey ? openWith(file, options, how, false) : undefined);
  if (db !== undefined) return db;
  // Not before it is clear that nothing here reads the file: closing it would drop SQLite's locks on it.
  if (storeFileKind(file) !== 'encrypted') throw storeError('damaged', { detail: 'SQLITE_NOTADB' });
  throw encryptionError(hasKey ? 'key-wrong' : 'key-missing');
}

const openedWith = new WeakMap<SqliteConnection, FileOptions>();

/** What a connection was opened with: files that belong to its file open the same way. */
export function optionsOf(db: SqliteConnection): FileOptions {
  return openedWith.get(db) ?? {};
}

function native(nativeBinding: string | undefined): FileOptions {
  return nativeBinding === undefined ? {} : { nativeBinding };
}

/** Undefined: no SQLite file under this key. */
function openWith(
  file: string,
  { nativeBinding, storeKey }: FileOptions,
  how: HowToOpen,
  useKey: boolean,
): SqliteConnection | undefined {
  const db = new Database(file, { ...how, ...(nativeBinding === undefined ? {} : { nativeBinding }) });
  try {
    if (useKey && storeKey !== undefined) applyKey(db, storeKey);
    // The first page is read here for the first time: only now does a wrong key show.
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    openedWith.set(
      db,
      storeKey === undefined ? native(nativeBinding) : { ...native(nativeBinding), storeKey },
    );
    return db;
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_NOTADB') return undefined;
    throw asStoreError(error);
  }
}

/** A page cache of 32 MiB: dashboards of a million rows stay in memory, a small machine is not crowded. */
const CACHE_KIB = 32_768;

/**
 * Pages of the log that are moved into the file at once. A page that many commits wrote is moved once, so a longer
 * log is less work for each; what is acknowledged is as safe in the log as in the file.
 */
const CHECKPOINT_PAGES = 4_000;

/**
 * Opens a console's file as its one writer. `synchronous=FULL`, because a ship's power fails: what was
 * acknowledged is on the disk. Throws `store-corrupt`, `store-locked` or `disk-full` with what to do.
 */
export function openConnection(options: ConnectionOptions): SqliteConnection {
  const existed = options.file !== ':memory:' && existsSync(options.file);
  try {
    const db = openFile(options.file, options);
    try {
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
      db.pragma('foreign_keys = ON');
      db.pragma('busy_timeout = 2000');
      db.pragma(`cache_size = -${CACHE_KIB}`);
      db.pragma('temp_store = MEMORY');
      if (existed) assertSound(db, options.checkedAtOnceBytes);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw asStoreError(error);
  }
}

/** Turns what SQLite says of the machine (damage, a lock, no space) into what a person can act on. Other errors pass. */
export function asStoreError(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const detail = damageIn(error);
  if (detail !== undefined) return storeError('damaged', { detail }, { cause: error });
  if (error.code === 'SQLITE_FULL' || error.code.startsWith('SQLITE_IOERR_WRITE')) {
    return storeError('disk-full', {}, { cause: error });
  }
  if (error.code.startsWith('SQLITE_BUSY') || error.code.startsWith('SQLITE_LOCKED')) {
    return storeError('held', {}, { cause: error });
  }
  return error;
}

/** What SQLite calls the damage, where it can't read a file as it should. */
export function damageIn(error: unknown): string | undefined {
  if (!(error instanceof Database.SqliteError)) return undefined;
  const isDamage = error.code.startsWith('SQLITE_CORRUPT') || error.code === 'SQLITE_NOTADB';
  return isDamage ? error.code : undefined;
}

/** Whether there was no room on the disk, said by SQLite or by the file system. */
export function isDiskFull(error: unknown): boolean {
  const known = asStoreError(error);
  if (known instanceof DomainError) return known.code === 'disk-full';
  return known instanceof Error && 'code' in known && known.code === 'ENOSPC';
}
