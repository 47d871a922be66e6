import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { DomainError } from '#shared/kernel/errors.ts';

export type SqliteConnection = Database.Database;

export type ConnectionOptions = {
  /** Path of the file, or `:memory:`. */
  readonly file: string;
  /** Native module to load instead of the package's own: for an Electron the package has none for. */
  readonly nativeBinding?: string;
};

/** A page cache of 64 MiB: dashboards of a million rows stay in memory, a small machine is not crowded. */
const CACHE_KIB = 65_536;

/**
 * Opens a console's file as its one writer. `synchronous=FULL`, because a ship's power fails: what was
 * acknowledged is on the disk. Throws `store-corrupt`, `store-locked` or `disk-full` with what to do.
 */
export function openConnection(options: ConnectionOptions): SqliteConnection {
  const existed = options.file !== ':memory:' && existsSync(options.file);
  try {
    const db = new Database(
      options.file,
      options.nativeBinding === undefined ? {} : { nativeBinding: options.nativeBinding },
    );
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
