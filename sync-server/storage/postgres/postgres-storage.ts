import { setTimeout as wait } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { storageError } from '../errors.ts';
import type { Organisation, Storage, StorageTx } from '../storage.ts';
import { connectPool, type PostgresOptions } from './connect.ts';
import { isRetried, toldFailure } from './failures.ts';
import { assertMigrated, migrate } from './migrate.ts';
import { postgresTransaction } from './postgres-transaction.ts';
import { ORGANISATION_COLUMNS } from '../rows.ts';
import { Scoped } from './scoped.ts';

export type PostgresStorageOptions = PostgresOptions & {
  /** Which organisation this server serves, where the database holds several. */
  readonly organisationId?: string | undefined;
};

const ATTEMPTS_MAX = 6;
const RETRY_MS_MAX = 40;

/** Storage over a Postgres that several replicas share. Migrates first. */
export async function openPostgresStorage(options: PostgresStorageOptions): Promise<PostgresStorage> {
  const pool = connectPool(options);
  try {
    const client = await pool.connect();
    try {
      await migrate(client);
    } finally {
      client.release();
    }
  } catch (error) {
    await pool.end();
    throw toldFailure(error);
  }
  return new PostgresStorage(pool, options.organisationId);
}

export class PostgresStorage implements Storage {
  readonly pool: Pool;
  readonly #organisationId: string | undefined;

  constructor(pool: Pool, organisationId: string | undefined) {
    this.pool = pool;
    this.#organisationId = organisationId;
  }

  async organisation(): Promise<Organisation | undefined> {
    const { rows } = await this.#query<Organisation>(
      `SELECT ${ORGANISATION_COLUMNS} FROM organisations WHERE $1::text IS NULL OR id = $1 ORDER BY id LIMIT 2`,
      [this.#organisationId ?? null],
    );
    if (rows.length > 1) {
      throw storageError('several-organisations');
    }
    return rows[0];
  }

  async createOrganisation({
    id,
    name,
    createdAtMs,
    epoch,
  }: Parameters<Storage['createOrganisation']>[0]): Promise<void> {
    await this.#query(
      `INSERT INTO organisations (id, name, created_at_ms, version, last_ref, horizon, epoch, epoch_at_ms,
         device_revision) VALUES ($1, $2, $3, 0, 0, 0, $4, $3, 0)`,
      [id, name, createdAtMs, epoch],
    );
  }

  /** Does the whole of `work` again when it met another transaction; from then on it waits its turn first. */
  async transaction<T>(organisationId: string, work: (tx: StorageTx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(organisationId, work, attempt > 1);
      } catch (error) {
        if (attempt >= ATTEMPTS_MAX || !isRetried(error)) throw toldFailure(error);
      }
      await wait(Math.random() * RETRY_MS_MAX);
    }
  }

  async check(): Promise<void> {
    try {
      await assertMigrated(this.pool);
    } catch (error) {
      throw toldFailure(error);
    }
  }

  async close(): Promise<void> {
    if (!this.pool.ended && !this.pool.ending) await this.pool.end();
  }

  async #attempt<T>(
    organisationId: string,
    work: (tx: StorageTx) => Promise<T>,
    isLockedFirst: boolean,
  ): Promise<T> {
    const client = await this.pool.connect();
    const scoped = new Scoped(client, organisationId);
    try {
      if (isLockedFirst) await scoped.lock('id');
      const result = await work(postgresTransaction(scoped));
      await scoped.commit();
      client.release();
      return result;
    } catch (error) {
      await rollBack(client, scoped);
      throw error;
    }
  }

  async #query<Row extends object>(sql: string, values: unknown[]) {
    try {
      return await this.pool.query<Row>(sql, values);
    } catch (error) {
      throw toldFailure(error);
    }
  }
}

/** A connection that can't even roll back is thrown away; Postgres rolls back when it is gone. */
async function rollBack(client: PoolClient, scoped: Scoped): Promise<void> {
  try {
    await scoped.rollback();
    client.release();
  } catch (error) {
    client.release(error instanceof Error ? error : true);
  }
}
