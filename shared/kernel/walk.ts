import { z } from 'zod';
import type { ReadDatabase, SqlParameters } from './transaction.ts';

/**
 * Rows that a page looks at, at most, while it walks through a list in its order: a filter that few rows pass would
 * otherwise read a million of them in one go, and the host does nothing else meanwhile. What is not found in so many is
 * looked for by the next page.
 */
export const WALKED_ROWS_MAX = 2_000;

const Place = z.object({ value: z.union([z.string(), z.number()]), id: z.string() });
export type Place = z.infer<typeof Place>;

/** The last row that a walk comes to; undefined where the list ends before. `where` is true of every row of the walk. */
export function walkEnd(
  db: ReadDatabase,
  walk: {
    readonly table: string;
    readonly where: string;
    readonly column: string;
    readonly order: 'ASC' | 'DESC';
    readonly parameters: SqlParameters;
  },
): Place | undefined {
  const { table, where, column, order, parameters } = walk;
  return db.get(
    Place,
    `SELECT ${column} AS value, i.id FROM ${table} i WHERE ${where}
     ORDER BY ${column} ${order}, i.id ${order} LIMIT 1 OFFSET ${WALKED_ROWS_MAX - 1}`,
    parameters,
  );
}
