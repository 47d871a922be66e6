import type { RxStorage, RxStorageInstanceCreationParams } from 'rxdb';
import { ensureRxStorageInstanceParamsAreCorrect, RXDB_VERSION } from 'rxdb';
import type { SqliteHandle } from './connection.ts';
import { DatabasePool } from './database-pool.ts';
import {
  type InstanceInternals,
  type InstanceOptions,
  type RefuseDirectWrites,
  SqliteInstance,
} from './instance.ts';
import { STORAGE_NAME } from './relay.ts';
import { openTable } from './table.ts';
import { temporaryDatabases } from './temporary-databases.ts';

export { emitExternalCommit, type ExternalChange } from './change-stream.ts';
export type { SqliteHandle } from './connection.ts';
export { StorageError, type StorageErrorCode } from './errors.ts';
export type { Explanation } from './explain.ts';
export { SqliteInstance } from './instance.ts';
export { stampDocument, type StoredDocument } from './stored-document.ts';
export { openTable, type Table } from './table.ts';

export type SqliteStorageOptions = {
  /** An open connection for a database; asked for once, when the first instance of that database opens. */
  readonly open: (databaseName: string) => SqliteHandle;
  /** Called when the last instance has closed. Without it the connection stays its owner's to close. */
  readonly close?: (handle: SqliteHandle, databaseName: string) => void;
  /**
   * Gives the reason why a collection must not be written directly, for collections whose changes have to be
   * commands. Such writes reject with code WRITE_THROUGH_COMMANDS before anything is changed.
   */
  readonly refuseDirectWrites?: RefuseDirectWrites;
};

export type SqliteStorage = RxStorage<InstanceInternals, InstanceOptions>;

/** RxDB's storage on connections the caller opens and may use alongside. */
export function getRxStorageSqlite(options: SqliteStorageOptions): SqliteStorage {
  const pool = new DatabasePool(options.open, options.close ?? leaveOpen);
  return storageOn(pool, options.refuseDirectWrites ?? allowDirectWrites);
}

/** RxDB's storage on temporary files that live as long as the process; needs nothing. */
export function getStorage(): SqliteStorage {
  return storageOn(temporaryDatabases, allowDirectWrites);
}

function storageOn(pool: DatabasePool, refuseDirectWrites: RefuseDirectWrites): SqliteStorage {
  return {
    name: STORAGE_NAME,
    rxdbVersion: RXDB_VERSION,
    async createStorageInstance<Type>(params: RxStorageInstanceCreationParams<Type, InstanceOptions>) {
      ensureRxStorageInstanceParamsAreCorrect(params);
      const { handle, release } = pool.acquire(params.databaseName);
      try {
        const table = openTable(handle, params.collectionName, params.schema);
        return new SqliteInstance<Type>({ params, table, refuseDirectWrites, release });
      } catch (error) {
        release();
        throw error;
      }
    },
  };
}

function leaveOpen(): void {
  // The connection belongs to whoever opened it.
}

function allowDirectWrites(): undefined {
  return undefined;
}
