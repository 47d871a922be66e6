import BetterSqlite3 from 'better-sqlite3';
import type { RxJsonSchema } from 'rxdb';
import { fillWithDefaultSettings, normalizeRxJsonSchema } from 'rxdb';
import { expect, test } from 'vitest';
import { openTable } from './table.ts';
import { tableLayout, tableNameOf } from './table-layout.ts';
import { openThings, memoryStorage, prepared, THINGS, type Thing, thing, write } from './test-support.ts';

type Anything = Record<string, unknown>;

function schemaOf(properties: Anything, indexes: (string | string[])[] = []): RxJsonSchema<Anything> {
  const id = { type: 'string', maxLength: 20 };
  // Built from loose parts, so that a test can say what a careful schema would not.
  return {
    version: 3,
    primaryKey: 'id',
    type: 'object',
    properties: { id, ...properties },
    indexes,
  } as unknown as RxJsonSchema<Anything>;
}

const text = { type: 'string', maxLength: 20 };

test('the table holds RxDB’s fields as columns and a virtual column for each indexed path', () => {
  const handle = new BetterSqlite3(':memory:');
  openTable(
    handle,
    'rx-meta_x',
    schemaOf({ status: text, at: { type: 'object', properties: { lat: text } } }, [
      'status',
      ['at.lat', 'status'],
    ]),
  );
  const columns = handle
    .prepare(`SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo('rx-meta_x-3')`)
    .raw();
  expect(columns.all()).toEqual([
    ['id', 'TEXT', 1, 1, 0],
    ['deleted', 'INTEGER', 1, 0, 0],
    ['lwt', 'REAL', 1, 0, 0],
    ['rev', 'TEXT', 1, 0, 0],
    ['data', 'TEXT', 1, 0, 0],
    ['status', 'ANY', 0, 0, 2],
    ['at.lat', 'ANY', 0, 0, 2],
  ]);
  const indexes = handle
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL`)
    .pluck();
  expect(indexes.all()).toEqual([
    'rx-meta_x-3|living|"status",id',
    'rx-meta_x-3|living|"at.lat","status",id',
    'rx-meta_x-3|lwt,id',
    'rx-meta_x-3|tombstones',
  ]);
});

test('a read model can use the columns without any function of this program', async () => {
  const { storage, handle } = memoryStorage();
  await write(await openThings({ storage }), [
    thing({ id: 'a', name: 'x', size: 2 }),
    thing({ id: 'b', name: 'x', size: 3 }),
  ]);
  const other = new BetterSqlite3(handle.serialize());
  expect(
    other.prepare('SELECT name, sum(size) FROM "things-0" WHERE deleted = 0 GROUP BY name').raw().all(),
  ).toEqual([['x', 5]]);
});

test('paths that differ in case only, or bear a column’s name, get columns of their own', () => {
  const { generated } = tableLayout(
    'c',
    schemaOf({ data: text, Name: text, name: text }, ['data', 'Name', 'name']),
  );
  expect(generated.map((column) => column.name)).toEqual(['data#64617461', 'Name#4e616d65', 'name#6e616d65']);
});

test('a schema gives one layout, whether RxDB has filled and sorted it or not', () => {
  const plain = schemaOf(
    { z: text, a: { anyOf: [{ type: 'number' }, { type: 'null' }] }, m: { type: 'boolean' } },
    ['z'],
  );
  const filled = normalizeRxJsonSchema(fillWithDefaultSettings(plain) as RxJsonSchema<Anything>);
  expect(tableLayout('c', filled)).toEqual(tableLayout('c', plain));
});

test('scalar paths are those of one kind, through objects only', () => {
  const { fields } = tableLayout(
    'c',
    schemaOf({
      nullable: { type: ['string', 'null'] },
      either: { type: ['string', 'number'] },
      union: { anyOf: [{ type: 'integer' }, { type: 'number' }, { type: 'null' }] },
      mixed: { oneOf: [{ type: 'string' }, { type: 'object' }] },
      choice: { enum: ['a', 'b', null] },
      constant: { const: true },
      list: { type: 'array', items: { type: 'string' } },
      inner: { type: ['object', 'null'], properties: { deep: { type: 'number' }, list: { type: 'array' } } },
      nothing: {},
      '0': text,
    }),
  );
  const own = fields.filter(({ path }) => !path.startsWith('_'));
  expect(own.map(({ path, kind }) => `${path}: ${kind}`)).toEqual([
    'choice: string',
    'constant: boolean',
    'id: string',
    'inner.deep: number',
    'nullable: string',
    'union: number',
  ]);
});

test('an index that a later schema of the same version declares is added to the table that is there', async () => {
  const { storage } = memoryStorage();
  await write(await openThings({ storage, schema: { ...THINGS, indexes: [['_deleted', 'id']] } }), [
    thing({ id: 'a', name: 'x' }),
  ]);
  const instance = await openThings({ storage });
  const query = prepared<Thing>(THINGS, {
    selector: { name: 'x' },
    index: ['_deleted', 'name', 'id'] as never,
  });
  expect((await instance.query(query)).documents).toHaveLength(1);
  expect(instance.explain(query).sql).toContain('"name" = @p1');
});

test('a name SQLite keeps for itself is refused', () => {
  expect(() => tableNameOf('sqlite_things', 0)).toThrow(expect.objectContaining({ code: 'INVALID_NAME' }));
});

test('a table is not created inside a transaction, whose rollback would take it away again', () => {
  const handle = new BetterSqlite3(':memory:');
  handle.exec('BEGIN');
  expect(() => openTable(handle, 'things', THINGS)).toThrow(/outside of transactions/);
  handle.exec('ROLLBACK');
  const table = openTable(handle, 'things', THINGS);
  handle.exec('BEGIN');
  expect(openTable(handle, 'things', THINGS)).toBe(table);
});

test('a connection that gives bigints serves the storage as any other', async () => {
  const handle = new BetterSqlite3(':memory:');
  handle.defaultSafeIntegers(true);
  const { storage } = memoryStorage({ open: () => handle });
  const instance = await openThings({ storage });
  await write(instance, [thing({ id: 'a', name: '\uff01' }), thing({ id: 'b', name: '😀' })]);
  const query = prepared<Thing>(THINGS, { selector: {}, sort: [{ name: 'asc' }] });
  expect((await instance.query(query)).documents.map((document) => document.id)).toEqual(['b', 'a']);
  expect(await instance.count(query)).toEqual({ count: 2, mode: 'fast' });
});
