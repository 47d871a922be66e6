import type { ClientBase } from 'pg';
import { type PostgresMigration, postgresMigrations } from '#migrations/server/postgres/list.ts';
import { storageError } from '../errors.ts';

/** Replicas that start together: one migrates, the others wait for it. Any number that nothing else here uses. */
const MIGRATION_LOCK = 7_204_318;

/**
 * Brings the database up to date, each migration in a transaction of its own with the note that it ran.
 * Throws when what ran before is not the beginning of what this program knows.
 */
export async function migrate(
  client: ClientBase,
  migrations: readonly PostgresMigration[] = postgresMigrations,
): Promise<void> {
  // The default limit would end the wait for a replica that builds an index.
  await client.query('SET statement_timeout = 0');
  await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
  try {
    await client.query(
      `CREATE TABLE IF NOT EXISTS schema_migrations (
         number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TIMESTAMPTZ NOT NULL DEFAULT now())`,
    );
    const applied = await appliedNames(client);
    assertBeginning(applied, migrations);
    for (const [index, migration] of migrations.entries()) {
      if (index >= applied.length) await apply(client, index + 1, migration);
    }
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await client.query('RESET statement_timeout');
  }
}

/** Rejects while a migration of this program is missing. A database that a newer replica migrated further is fine. */
export async function assertMigrated(client: Pick<ClientBase, 'query'>): Promise<void> {
  const { rows } = await client.query<{ count: number }>(
    'SELECT count(*)::integer AS count FROM schema_migrations',
  );
  const count = rows[0]?.count ?? 0;
  if (count < postgresMigrations.length) {
    throw new Error(`the database has ${count} of ${postgresMigrations.length} migrations`);
  }
}

async function appliedNames(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('SELECT name FROM schema_migrations ORDER BY number');
  return rows.map(({ name }) => name);
}

function assertBeginning(applied: readonly string[], migrations: readonly PostgresMigration[]): void {
  const different = applied.findIndex(
    (name, index) => index < migrations.length && migrations[index]?.name !== name,
  );
  const found = applied[different];
  const known = migrations[different];
  if (found !== undefined && known !== undefined) {
    throw storageError('migration-different', { number: different + 1, applied: found, known: known.name });
  }
  if (applied.length > migrations.length) {
    throw storageError('migrations-newer', { applied: applied.length, known: migrations.length });
  }
}

async function apply(client: ClientBase, number: number, { name, sql }: PostgresMigration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query('INSERT INTO schema_migrations (number, name) VALUES ($1, $2)', [number, name]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}
