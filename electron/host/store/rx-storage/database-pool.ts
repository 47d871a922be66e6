import type { SqliteHandle } from './connection.ts';

/** Opens the connection of a database when its first instance opens, and lets it go with its last. */
export class DatabasePool {
  readonly #openDatabase: (databaseName: string) => SqliteHandle;
  readonly #closeDatabase: (handle: SqliteHandle, databaseName: string) => void;
  readonly #inUse = new Map<string, { readonly handle: SqliteHandle; uses: number }>();

  constructor(
    openDatabase: (databaseName: string) => SqliteHandle,
    closeDatabase: (handle: SqliteHandle, databaseName: string) => void,
  ) {
    this.#openDatabase = openDatabase;
    this.#closeDatabase = closeDatabase;
  }

  acquire(databaseName: string): { readonly handle: SqliteHandle; readonly release: () => void } {
    const database = this.#inUse.get(databaseName) ?? { handle: this.#openDatabase(databaseName), uses: 0 };
    database.uses += 1;
    this.#inUse.set(databaseName, database);
    return { handle: database.handle, release: () => this.#release(databaseName) };
  }

  #release(databaseName: string): void {
    const database = this.#inUse.get(databaseName);
    if (database === undefined)
      throw new Error(`Database "${databaseName}" was released more often than acquired`);
    database.uses -= 1;
    if (database.uses > 0) return;
    this.#inUse.delete(databaseName);
    this.#closeDatabase(database.handle, databaseName);
  }
}
