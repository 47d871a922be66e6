import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { DomainError } from '#shared/kernel/errors.ts';
import { keyMissing, keyWrong } from './encryption/key-errors.ts';
import { storeFileKind } from './encryption/store-file-kind.ts';
import { applyKey, type StoreKey } from './encryption/store-key.ts';

export type SqliteConnection = Database.Database;

export type ConnectionOptions = {
  /** Path of the file, or `:memory:`. */
  readonly file: string;
  /** Native module to load instead of the package's own: for an Electron the package has none for. */
  readonly nativeBinding?: string;
  /** Opens an encrypted file, and makes a new one encrypted. A file that is not encrypted stays as it is. */
  readonly storeKey?: StoreKey;
};

type FileOptions = Omit<ConnectionOptions, 'file'>;
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
  if (storeFileKind(file) !== 'encrypted') throw corrupt('SQLITE_NOTADB');
  throw hasKey ? keyWrong() : keyMissing();
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
    return db;
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_NOTADB') return undefined;
    throw asStoreError(error);
  }
}

/** A page cache of 64 MiB: dashboards of a million rows stay in memory, a small machine is not crowded. */
const CACHE_KIB = 65_536;

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
      db.pragma('foreign_keys = ON');
      db.pragma('busy_timeout = 2000');
      db.pragma(`cache_size = -${CACHE_KIB}`);
      db.pragma('temp_store = MEMORY');
      if (existed) assertSound(db);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw asStoreError(error);
  }
}

/** `quick_check` reads every page but not every index entry: seconds, not minutes, at a million records. */
function assertSound(db: SqliteConnection): void {
  const answer: unknown = db.pragma('quick_check(1)', { simple: true });
  if (answer !== 'ok') throw corrupt(String(answer));
}

function corrupt(detail: string, cause?: unknown): DomainError {
  return new DomainError(
    {
      code: 'store-corrupt',
      message: `The data file of this console is damaged (${detail}).`,
      remedy:
        'It is left as it is. Restore the last backup, or join your company again: what the server has comes back.',
    },
    { cause },
  );
}

/** Turns what SQLite says of the machine (damage, a lock, no space) into what a person can act on. Other errors pass. */
export function asStoreError(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  if (error.code.startsWith('SQLITE_CORRUPT') || error.code === 'SQLITE_NOTADB')
    return corrupt(error.code, error);
  if (error.code === 'SQLITE_FULL' || error.code.startsWith('SQLITE_IOERR_WRITE')) {
    return new DomainError(
      {
        code: 'disk-full',
        message: 'The disk of this console is full. This step was not saved; everything before it was.',
        remedy: 'Free some space and try again. What you typed is still in the form.',
      },
      { cause: error },
    );
  }
  if (error.code.startsWith('SQLITE_BUSY') || error.code.startsWith('SQLITE_LOCKED')) {
    return new DomainError(
      {
        code: 'store-locked',
        message: 'Another program holds the data file of this console.',
        remedy: 'Close the other Fairlead on this data folder, or the tool that has the file open.',
      },
      { cause: error },
    );
  }
  return error;
}

/** Whether there was no room on the disk, said by SQLite or by the file system. */
export function isDiskFull(error: unknown): boolean {
  const known = asStoreError(error);
  if (known instanceof DomainError) return known.code === 'disk-full';
  return known instanceof Error && 'code' in known && known.code === 'ENOSPC';
}
