import { asStoreError, type ConnectionOptions, openFile, type SqliteConnection } from './connection.ts';

/** What opening a store takes, besides its path. Cloned into workers, so plain values only. */
export type ReaderOptions = Omit<ConnectionOptions, 'file'>;

/** A connection that can't write: for work beside the one writer, and for files that must stay as they are. */
export function openReader(file: string, options: ReaderOptions): SqliteConnection {
  try {
    const db = openFile(file, options, { readonly: true, fileMustExist: true });
    db.pragma('busy_timeout = 2000');
    return db;
  } catch (error) {
    throw asStoreError(error);
  }
}
