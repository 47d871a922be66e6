import { existsSync } from 'node:fs';
import { type LocalMigration, localMigrations } from '#migrations/local/index.ts';
import { assert } from '#shared/kernel/assert.ts';
import type { SqliteConnection } from './connection.ts';
import { storeError } from './errors.ts';

/**
 * Brings a file to this program's version, each step in a transaction of its own. A copy of the file is
 * made before the first step, unless the file is new. A file from a newer program is refused untouched.
 */
export function migrate(db: SqliteConnection, migrations: readonly LocalMigration[] = localMigrations): void {
  migrations.forEach((migration, index) => {
    assert(migration.number === index + 1, `local migration ${migration.name} is number ${index + 1}`);
  });
  const current = userVersion(db);
  if (current > migrations.length) {
    throw storeError('newer', { version: current, known: migrations.length });
  }
  const due = migrations.slice(current);
  if (due.length > 0 && current > 0) copyBefore(db, current);
  for (const migration of due) {
    db.transaction(() => {
      db.exec(migration.up);
      migration.change?.(db);
      db.pragma(`user_version = ${migration.number}`);
    }).immediate();
    assert(userVersion(db) === migration.number, `local migration ${migration.name} has run`);
  }
}

function userVersion(db: SqliteConnection): number {
  return Number(db.pragma('user_version', { simple: true }));
}

function copyBefore(db: SqliteConnection, version: number): void {
  if (db.memory) return;
  const copy = `${db.name}.before-${version + 1}`;
  if (!existsSync(copy)) db.prepare('VACUUM INTO ?').run(copy);
}
