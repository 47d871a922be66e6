import type { SqlParameters } from '#shared/kernel/transaction.ts';
import { storeError } from './errors.ts';
import type { SqliteStatement } from './rx-storage/connection.ts';

/**
 * Rows that one query may bring. Pages have hundreds; a query without a limit over a million records would
 * hold the host for seconds and its memory for longer.
 */
export const READ_ROWS_MAX = 10_000;

/** The rows of a query, in the form its statement is set to. Throws `too-many-rows` before it holds more than these. */
export function rowsOf(statement: SqliteStatement, sql: string, parameters: SqlParameters): unknown[] {
  // Rows all at once cost a third of rows one by one.
  if (limitOf(sql, parameters) <= READ_ROWS_MAX) return statement.all(parameters);
  const rows: unknown[] = [];
  for (const row of statement.iterate(parameters)) {
    if (rows.length >= READ_ROWS_MAX) throw storeError('too-many-rows', { limit: READ_ROWS_MAX });
    rows.push(row);
  }
  return rows;
}

/** The number of rows at which a query itself says it ends, where it says so last. */
function limitOf(sql: string, parameters: SqlParameters): number {
  const [, literal, parameter] = /\bLIMIT\s+(?:(\d+)|[:@$](\w+))\s*$/.exec(sql) ?? [];
  if (literal !== undefined) return Number(literal);
  const value = parameter === undefined ? undefined : parameters[parameter];
  // A negative limit is none.
  return typeof value === 'number' && value >= 0 ? value : Number.POSITIVE_INFINITY;
}
