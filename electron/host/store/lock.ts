import path from 'node:path';
import Database from 'better-sqlite3';
import { asStoreError, type ConnectionOptions } from './connection.ts';

/**
 * Holds a data folder for one process. The lock is SQLite's own on a file beside the store: the operating
 * system lets go of it when the process ends, however it ends, so nothing stale is ever left behind.
 * Throws `store-locked`.
 */
export function lockFolder(
  dataFolder: string,
  options: Pick<ConnectionOptions, 'nativeBinding'>,
): { release(): void } {
  const { nativeBinding } = options;
  const db = new Database(
    path.join(dataFolder, 'console.lock'),
    nativeBinding === undefined ? {} : { nativeBinding },
  );
  try {
    db.pragma('busy_timeout = 3000');
    db.pragma('journal_mode = DELETE');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    throw asStoreError(error);
  }
  return {
    release() {
      db.exec('ROLLBACK');
      db.close();
    },
  };
}
