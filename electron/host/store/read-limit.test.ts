import { expect, it } from 'vitest';
import { z } from 'zod';
import { testConsole } from '#tests/support/test-console.ts';
import { READ_ROWS_MAX } from './read-limit.ts';

const numbers = (count: number) =>
  `WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT ${count}) SELECT n FROM n`;

it('refuses a query that would bring a million rows, and goes on answering', () => {
  const { store, close } = testConsole();
  const Row = z.object({ n: z.int() });
  expect(store.all(Row, numbers(READ_ROWS_MAX)).length).toBe(READ_ROWS_MAX);
  expect(() => store.all(Row, numbers(1_000_000))).toThrow(/more than 10000 rows/);
  expect(store.all(Row, numbers(2))).toEqual([{ n: 1 }, { n: 2 }]);
  close();
});

it.each([
  ['LIMIT 10000', {}, READ_ROWS_MAX],
  ['LIMIT :rows', { rows: READ_ROWS_MAX }, READ_ROWS_MAX],
])('trusts a query that ends with %s', (limit, parameters, rows) => {
  const { store, close } = testConsole();
  const sql = `${numbers(1_000_000)} ${limit}`;
  expect(store.all(z.object({ n: z.int() }), sql, parameters).length).toBe(rows);
  close();
});

it.each([
  ['LIMIT 10001', {}],
  ['LIMIT :rows', { rows: READ_ROWS_MAX + 1 }],
  ['LIMIT :rows', { rows: -1 }],
  ['LIMIT 1 + 10000', {}],
])('refuses what is beyond with %s of %o', (limit, parameters) => {
  const { store, close } = testConsole();
  expect(() => store.all(z.object({ n: z.int() }), `${numbers(20_000)} ${limit}`, parameters)).toThrow(
    /more than 10000 rows/,
  );
  close();
});
