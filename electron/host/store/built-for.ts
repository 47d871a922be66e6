import { createHash } from 'node:crypto';
import type { Json } from '#shared/kernel/canonical-json.ts';
import type { SqliteConnection } from './connection.ts';
import { connectionOf } from './rx-storage/connection.ts';

/** Whether a derived table holds every record, as this definition says. */
export function isBuiltFor(db: SqliteConnection, name: string, definition: Json): boolean {
  const builtFor: unknown = connectionOf(db)
    .statement('SELECT builtFor FROM read_model WHERE name = ?')
    .pluck()
    .get(name);
  return builtFor === digestOf(definition);
}

/** Notes, in the transaction that built it, what a derived table was built from. */
export function noteBuiltFor(db: SqliteConnection, name: string, definition: Json): void {
  connectionOf(db)
    .statement(
      `INSERT INTO read_model (name, builtFor) VALUES (?, ?)
       ON CONFLICT (name) DO UPDATE SET builtFor = excluded.builtFor`,
    )
    .run(name, digestOf(definition));
}

/** Notes, in the transaction that empties it, that a derived table holds not every record. */
export function noteNotBuilt(db: SqliteConnection, name: string): void {
  connectionOf(db).statement('DELETE FROM read_model WHERE name = ?').run(name);
}

export function digestOf(definition: Json): string {
  return createHash('sha256').update(JSON.stringify(definition)).digest('hex');
}
