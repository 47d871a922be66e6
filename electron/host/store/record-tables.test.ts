import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrate } from './migrate.ts';
import { defineRecordTables } from './record-tables.ts';

let db: Database.Database;
beforeEach(() => {
  db = new Database(':memory:');
  migrate(db);
  defineRecordTables(db);
});
afterEach(() => {
  db.close();
});

function schema(): unknown {
  return db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').all();
}

it('changes nothing in the schema of a file that it has been through', () => {
  const before = db.pragma('schema_version', { simple: true });
  defineRecordTables(db);
  expect(db.pragma('schema_version', { simple: true })).toBe(before);
});

it('brings back what another program has left otherwise', () => {
  const before = schema();
  db.exec('DROP VIEW incident; CREATE VIEW incident AS SELECT 1 AS id; DROP VIEW open_incident');
  defineRecordTables(db);
  expect(schema()).toEqual(before);
});
