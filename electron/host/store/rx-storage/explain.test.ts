import BetterSqlite3 from 'better-sqlite3';
import type { MangoQuery } from 'rxdb';
import { expect, test } from 'vitest';
import { getRxStorageSqlite } from './index.ts';
import { SELECTOR_DEPTH_MAX } from './selector.ts';
import { changed, openThings, prepared, THINGS, type Thing, thing, write } from './test-support.ts';

async function explained(query: MangoQuery<Thing>) {
  const instance = await openThings();
  await write(instance, [thing({ id: 'a', name: 'a', size: 1 }), thing({ id: 'b' })]);
  return instance.explain(prepared<Thing>(THINGS, query));
}

async function asking(selector: object): Promise<unknown> {
  const instance = await openThings();
  // These selectors are wrong on purpose.
  return instance.query(prepared<Thing>(THINGS, { selector } as MangoQuery<Thing>));
}

test('equality, sort and limit run on the declared index without a sort of their own', async () => {
  const selector = { _deleted: { $eq: false }, name: 'a' } as MangoQuery<Thing>['selector'];
  const explanation = await explained({
    selector: selector ?? {},
    sort: [{ name: 'asc' }, { id: 'asc' }],
    limit: 10,
    skip: 5,
  });
  expect(explanation).toEqual({
    sql: 'SELECT data FROM "things-0" WHERE (deleted = 0 AND "name" = @p1) ORDER BY "name" ASC, id ASC LIMIT @p2 OFFSET @p3',
    parameters: { p1: 'a', p2: 10, p3: 5 },
    selector: 'exact',
    undecided: [],
    sort: 'sql',
    limit: 'sql',
    plan: ['SEARCH things-0 USING INDEX things-0|living|"name",id (name=?)'],
  });
});

test('a range with its sort runs on a compound index', async () => {
  const selector = { _deleted: { $eq: false }, size: { $gte: 1, $lt: 5 } } as MangoQuery<Thing>['selector'];
  const { plan, selector: kind } = await explained({
    selector: selector ?? {},
    sort: [{ size: 'asc' }, { name: 'asc' }],
  });
  expect({ plan, kind }).toEqual({
    plan: ['SEARCH things-0 USING INDEX things-0|living|"size","name",id (size>? AND size<?)'],
    kind: 'exact',
  });
});

test('a list of any length is one parameter and uses the index', async () => {
  const $in = Array.from({ length: 50_000 }, (_, position) => `name-${position}`);
  const selector = { _deleted: { $eq: false }, name: { $in } } as MangoQuery<Thing>['selector'];
  const { plan, parameters, selector: kind } = await explained({ selector: selector ?? {} });
  expect({ first: plan[0], count: Object.keys(parameters).length, kind }).toEqual({
    first: 'SEARCH things-0 USING INDEX things-0|living|"name",id (name=?)',
    count: 1,
    kind: 'exact',
  });
});

test('what SQL cannot decide is narrowed by what it can', async () => {
  const { sql, selector, undecided, sort, limit } = await explained({
    selector: { name: { $gt: 'a', $mod: [2, 0] } },
    sort: [{ name: 'asc' }],
    limit: 1,
  });
  expect({ sql, selector, undecided, sort, limit }).toEqual({
    sql: 'SELECT data FROM "things-0" WHERE "name" > @p1 ORDER BY "name" ASC, id ASC',
    selector: 'narrowed',
    undecided: ['name $mod'],
    sort: 'sql',
    limit: 'javascript',
  });
});

test('counting is fast where SQL decides and slow where documents must be read', async () => {
  const instance = await openThings();
  await write(instance, [thing({ id: 'a', name: 'ab', size: 2 }), thing({ id: 'b', name: 'b', size: 3 })]);
  const count = (selector: MangoQuery<Thing>['selector']) =>
    instance.count(prepared<Thing>(THINGS, { selector: selector ?? {} }));
  expect([
    await count({ name: { $regex: '^A', $options: 'i' } }),
    await count({ size: { $mod: [2, 0] } }),
  ]).toEqual([
    { count: 1, mode: 'fast' },
    { count: 1, mode: 'slow' },
  ]);
});

test('thousands of branches are answered, in SQL or past its limits', async () => {
  const instance = await openThings();
  await write(instance, [thing({ id: 'a', name: 'n7' }), thing({ id: 'b' })]);
  for (const branches of [3000, 30_000]) {
    const $or = Array.from({ length: branches }, (_, position) => ({ name: `n${position}` }));
    const { documents } = await instance.query(prepared<Thing>(THINGS, { selector: { $or } }));
    expect(documents.map((document) => document.id)).toEqual(['a']);
  }
});

test.each([
  { selector: { name: { $near: 1 } }, code: 'UNKNOWN_OPERATOR' },
  { selector: { $xor: [] }, code: 'UNKNOWN_OPERATOR' },
  { selector: { name: { $eq: 'a', stray: 1 } }, code: 'UNKNOWN_OPERATOR' },
  { selector: { name: { $options: 'i' } }, code: 'UNKNOWN_OPERATOR' },
  { selector: { name: { $elemMatch: { $near: 1 } } }, code: 'UNKNOWN_OPERATOR' },
  { selector: { $or: [{ name: { $not: { $near: 1 } } }] }, code: 'UNKNOWN_OPERATOR' },
  { selector: { name: { $in: 'a' } }, code: 'INVALID_SELECTOR' },
  { selector: { $or: { name: 'a' } }, code: 'INVALID_SELECTOR' },
  { selector: { $and: [[]] }, code: 'INVALID_SELECTOR' },
  { selector: { name: { $regex: '(' } }, code: 'INVALID_SELECTOR' },
  { selector: { name: { $mod: [2] } }, code: 'INVALID_SELECTOR' },
  { selector: { name: { $elemMatch: 1 } }, code: 'INVALID_SELECTOR' },
])('a selector the matcher would not understand is refused: $selector', async ({ selector, code }) => {
  await expect(asking(selector)).rejects.toMatchObject({ code });
});

test('a selector nested too deep is refused, one at the limit is answered', async () => {
  const nested = (depth: number): object => (depth === 0 ? {} : { $and: [nested(depth - 1)] });
  await expect(asking(nested(SELECTOR_DEPTH_MAX + 1))).rejects.toMatchObject({ code: 'SELECTOR_TOO_DEEP' });
  await expect(asking(nested(SELECTOR_DEPTH_MAX))).resolves.toEqual({ documents: [] });
  const negated = (depth: number): object => (depth === 0 ? { $eq: 1 } : { $not: negated(depth - 1) });
  await expect(asking({ size: negated(SELECTOR_DEPTH_MAX + 1) })).rejects.toMatchObject({
    code: 'SELECTOR_TOO_DEEP',
  });
});

test('a limit of none finds none', async () => {
  const instance = await openThings();
  await write(instance, [thing({ id: 'a' })]);
  const query = prepared<Thing>(THINGS, { selector: {}, limit: 0 });
  expect([await instance.query(query), await instance.count(query)]).toEqual([
    { documents: [] },
    { count: 0, mode: 'fast' },
  ]);
});

test('a prefix range up to U+FFFF finds texts that go on with an emoji', async () => {
  const instance = await openThings();
  await write(
    instance,
    ['ab', 'a😀', 'a\uff01', 'b'].map((name, position) => thing({ id: `${position}`, name })),
  );
  const query = prepared<Thing>(THINGS, {
    selector: { name: { $gte: 'a', $lte: 'a\uffff' } },
    sort: [{ name: 'asc' }],
  });
  expect((await instance.query(query)).documents.map((document) => document.name)).toEqual([
    'ab',
    'a😀',
    'a\uff01',
  ]);
});

test('no storage call but a query without an index reads a whole table', async () => {
  const executed: string[] = [];
  const handle = new BetterSqlite3(':memory:', { verbose: (sql) => executed.push(String(sql)) });
  const instance = await openThings({ storage: getRxStorageSqlite({ open: () => handle }) });
  const first = thing({ id: 'a', name: 'a' });
  executed.length = 0;
  await write(instance, [first, thing({ id: 'b' })]);
  await write(instance, [thing({ id: 'c' })]);
  await instance.bulkWrite([{ previous: first, document: changed(first, { name: 'b' }) }], 'test');
  await instance.bulkWrite([{ document: thing({ id: 'a' }) }], 'test');
  await instance.findDocumentsById(['a'], false);
  await instance.findDocumentsById(['a', 'b'], false);
  await instance.getChangedDocumentsSince(10, { id: 'a', lwt: 1 });
  await instance.cleanup(0);
  await instance.count(
    prepared<Thing>(THINGS, { selector: { _deleted: { $eq: false }, name: 'b' } as object }),
  );
  const statements = executed.filter((sql) => /^(SELECT|UPDATE|DELETE|INSERT)/.test(sql));
  const plans = statements.map((sql) => handle.prepare(`EXPLAIN QUERY PLAN ${sql}`).all());
  expect(plans.length).toBeGreaterThan(10);
  expect(JSON.stringify(plans)).not.toMatch(/SCAN things-0|SCAN rx-/);
});
