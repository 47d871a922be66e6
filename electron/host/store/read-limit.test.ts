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
