import fs from 'node:fs';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { sqliteMigrations } from './list.ts';

test('migrations are numbered without gaps, and each one is in the list', () => {
  const numbers = fs
    .readdirSync(new URL('.', import.meta.url))
    .flatMap((name) => /^(\d{4})-[a-z0-9-]+\.ts$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
  expect(numbers).toEqual(sqliteMigrations.map((_, index) => index + 1));
});

test('every table is strict and leads with the organisation', () => {
  const db = new Database(':memory:');
  for (const up of sqliteMigrations) up(db);
  const tables = db
    .prepare<[], { name: string; strict: number; first: string }>(
      `SELECT list.name, list.strict, (SELECT name FROM pragma_table_info(list.name) WHERE pk = 1) AS first
       FROM pragma_table_list AS list WHERE schema = 'main' AND list.name NOT LIKE 'sqlite_%' ORDER BY list.name`,
    )
    .all();
  const keyed = (name: string) => ({
    name,
    strict: 1,
    first: name === 'organisations' ? 'id' : 'organisation_id',
  });
  const names = [
    'caller_answers',
    'conflicts',
    'devices',
    'enrolment_codes',
    'entries',
    'organisations',
    'outbound_messages',
    'record_audience',
    'records',
    'secrets',
    'sites',
  ];
  expect(tables).toEqual(names.map(keyed));
  db.close();
});
