import Database from 'better-sqlite3';
import { sqliteMigrations } from '#migrations/server/sqlite/list.ts';
import { storageError } from '../errors.ts';
import type { Organisation, Storage, StorageTx } from '../storage.ts';
import { ORGANISATION_COLUMNS } from '../rows.ts';
import { sqliteTransaction } from './sqlite-transaction.ts';
import { Statements } from './statements.ts';

/** How long this waits for another process (the command line beside a running server) to finish writing. */
const BUSY_TIMEOUT_MS = 10_000;
/** A batch of a thousand records touches more pages than SQLite's own 2 MB hold, and would read them twice. */
const CACHE_KILOBYTES = 64 * 1024;
/** 32 MB of log between checkpoints: each one writes pages again that the next batch changes. */
const CHECKPOINT_PAGES = 8_000;

/**
 * The embedded default: one file, one process, one transaction at a time. `:memory:` for tests. `pagesMax`
 * lets the file grow no further, as a disk does that is full.
 */
export function openSqliteStorage(file: string, { pagesMax }: { pagesMax?: number } = {}): Storage {
  const db = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.pragma(`cache_size = -${CACHE_KILOBYTES}`);
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    migrate(db);
    if (pagesMax !== undefined) db.pragma(`max_page_count = ${pagesMax}`);
  } catch (error) {
    db.close();
    throw error;
  }
  return new SqliteStorage(db);
}

class SqliteStorage implements Storage {
  readonly #db: Database.Database;
  readonly #statements: Statements;
  /** The transaction that runs now; the next one waits for it. Never rejects. */
  #running: Promise<unknown> = Promise.resolve();

  constructor(db: Database.Database) {
    this.#db = db;
    this.#statements = new Statements(db);
  }

  organisation(): Promise<Organisation | undefined> {
    return this.#alone(async () => {
      const rows = this.#statements
        .get(`SELECT ${ORGANISATION_COLUMNS} FROM organisations ORDER BY id LIMIT 2`)
        // The columns are those of a STRICT table.
        .all() as Organisation[];
      if (rows.length > 1)
        throw new Error('This file holds several organisations; an embedded server has one');
      return rows[0];
    });
  }

  createOrganisation({
    id,
    name,
    createdAtMs,
    epoch,
  }: Parameters<Storage['createOrganisation']>[0]): Promise<void> {
    return this.#alone(async () => {
      this.#statements
        .get(
          `INSERT INTO organisations (id, name, created_at_ms, version, last_ref, horizon, epoch, epoch_at_ms,
             device_revision) VALUES (?, ?, ?, 0, 0, 0, ?, ?, 0)`,
        )
        .run(id, name, createdAtMs, epoch, createdAtMs);
    });
  }

  transaction<T>(organisationId: string, work: (tx: StorageTx) => Promise<T>): Promise<T> {
    return this.#alone(async () => {
      // IMMEDIATE: a transaction that reads first and writes later would meet "database is locked" halfway.
      this.#db.exec('BEGIN IMMEDIATE');
      try {
        const result = await work(sqliteTransaction(this.#statements, organisationId));
        this.#db.exec('COMMIT');
        return result;
      } catch (error) {
        // A full disk ends the transaction by itself.
        if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
        throw error;
      }
    });
  }

  check(): Promise<void> {
    return this.#alone(async () => {
      this.#statements.get('SELECT version FROM organisations LIMIT 1').get();
    });
  }

  close(): Promise<void> {
    return this.#alone(async () => {
      if (!this.#db.open) return;
      this.#db.pragma('wal_checkpoint(TRUNCATE)');
      this.#db.close();
    });
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#running.then(work);
    this.#running = result.catch(() => undefined);
    return result;
  }
}

function migrate(db: Database.Database): void {
  const current = Number(db.pragma('user_version', { simple: true }));
  if (current > sqliteMigrations.length) {
    throw storageError('version-newer', { version: current, known: sqliteMigrations.length });
  }
  for (const [index, up] of sqliteMigrations.entries()) {
    if (index < current) continue;
    db.transaction(() => {
      // Another process may have been here first.
      if (Number(db.pragma('user_version', { simple: true })) > index) return;
      up(db);
      db.pragma(`user_version = ${index + 1}`);
    }).immediate();
  }
}
