import BetterSqlite3 from 'better-sqlite3';
import type { MangoQuery } from 'rxdb';
import { expect, test } from 'vitest';
import { getRxStorageSqlite, openTable, type SqliteStorage } from './index.ts';
import { openThings, prepared, THINGS, type Thing, thing, write } from './test-support.ts';

const BY_NAME: MangoQuery<Thing> = { selector: { name: { $gt: '' } }, sort: [{ name: 'asc' }] };
const MIXED = [thing({ id: 'a', name: '\uff01' }), thing({ id: 'b', name: '😀' })];
/** JavaScript compares UTF-16 units: the emoji's first half lies below U+FF01. */
const IN_ORDER = ['😀', '\uff01'];

function memory() {
  const handle = new BetterSqlite3(':memory:');
  return { handle, newStorage: () => getRxStorageSqlite({ open: () => handle }) };
}

async function namesBy(storage: SqliteStorage, schema = THINGS) {
  const instance = await openThings({ storage, schema });
  const query = prepared<Thing>(schema, BY_NAME);
  const { documents } = await instance.query(query);
  return { names: documents.map((document) => document.name), sort: instance.explain(query).sort };
}

test('texts whose order SQLite does not share are noted once and for all', async () => {
  const { newStorage } = memory();
  const storage = newStorage();
  await write(await openThings({ storage }), MIXED);
  expect(await namesBy(storage)).toEqual({ names: IN_ORDER, sort: 'javascript' });
});

test('a new connection to the same file knows what an earlier one noted', async () => {
  const { handle, newStorage } = memory();
  await write(await openThings({ storage: newStorage() }), MIXED);
  const copy = new BetterSqlite3(handle.serialize());
  expect(await namesBy(getRxStorageSqlite({ open: () => copy }))).toEqual({
    names: IN_ORDER,
    sort: 'javascript',
  });
});

test('a note whose transaction was rolled back is written again with the next document', async () => {
  const { handle } = memory();
  const table = openTable(handle, 'things', THINGS);
  const write = (commit: boolean) => {
    handle.exec('BEGIN');
    for (const document of MIXED) table.put(document);
    handle.exec(commit ? 'COMMIT' : 'ROLLBACK');
  };
  write(false);
  write(true);
  const copy = new BetterSqlite3(handle.serialize());
  expect(await namesBy(getRxStorageSqlite({ open: () => copy }))).toEqual({
    names: IN_ORDER,
    sort: 'javascript',
  });
});

test('a note rolled back to a savepoint is written again too', async () => {
  const { handle } = memory();
  const table = openTable(handle, 'things', THINGS);
  handle.exec('BEGIN; SAVEPOINT attempt');
  for (const document of MIXED) table.put(document);
  handle.exec('ROLLBACK TO attempt');
  for (const document of MIXED) table.put(document);
  handle.exec('COMMIT');
  const copy = new BetterSqlite3(handle.serialize());
  expect(await namesBy(getRxStorageSqlite({ open: () => copy }))).toEqual({
    names: IN_ORDER,
    sort: 'javascript',
  });
});

test('a table opened under a schema with other paths is looked through', async () => {
  const { handle, newStorage } = memory();
  const { name, ...others } = THINGS.properties;
  const without = {
    ...THINGS,
    properties: others,
    indexes: [['_deleted', 'id']],
  } as unknown as typeof THINGS;
  await write(await openThings({ storage: newStorage(), schema: without }), MIXED);
  expect(name).toBeDefined();
  const copy = new BetterSqlite3(handle.serialize());
  expect(await namesBy(getRxStorageSqlite({ open: () => copy }))).toEqual({
    names: IN_ORDER,
    sort: 'javascript',
  });
  expect(await namesBy(newStorage())).toEqual({ names: IN_ORDER, sort: 'javascript' });
});

test('documents of another type than their schema says are found by the matcher', async () => {
  const { newStorage } = memory();
  const storage = newStorage();
  const odd = { ...thing({ id: 'a' }), name: ['b', 'c'] } as unknown as ReturnType<typeof thing>;
  await write(await openThings({ storage }), [odd, thing({ id: 'b', name: 'b' })]);
  const instance = await openThings({ storage });
  const query = prepared<Thing>(THINGS, { selector: { name: 'b' } });
  expect((await instance.query(query)).documents.map((document) => document.id)).toEqual(['a', 'b']);
  expect(instance.explain(query)).toMatchObject({ selector: 'narrowed', undecided: ['name $eq'] });
});

test('the notes of a removed collection are forgotten', async () => {
  const { handle, newStorage } = memory();
  const storage = newStorage();
  const instance = await openThings({ storage });
  await write(instance, MIXED);
  await instance.remove();
  expect(handle.prepare('SELECT count(*) FROM "rx-notes"').pluck().get()).toBe(0);
  await write(await openThings({ storage }), [thing({ id: 'a', name: 'a' })]);
  expect(await namesBy(storage)).toEqual({ names: ['a'], sort: 'sql' });
});
