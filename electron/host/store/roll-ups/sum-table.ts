import type { RollUp } from '#shared/kernel/define-roll-up.ts';
import type { SumRow, Sums } from '#shared/kernel/sums.ts';
import type { SqliteConnection } from '../connection.ts';
import { connectionOf } from '../rx-storage/connection.ts';

/** Adds sums to a roll-up's table. A row in which nothing is left goes. */
export function addSums(db: SqliteConnection, sums: Sums): void {
  const { table, measures } = sums.rollUp;
  const rows = sums.rows();
  if (rows.length === 0) return;
  const add = connectionOf(db).statement(
    `INSERT INTO ${table} (siteId, period, periodStart, localStart, ${measures.join(', ')})
     VALUES (?, ?, ?, ?, ${measures.map(() => '?').join(', ')})
     ON CONFLICT (siteId, period, periodStart)
     DO UPDATE SET ${measures.map((measure) => `${measure} = ${measure} + excluded.${measure}`).join(', ')}`,
  );
  const removeEmpty = connectionOf(db).statement(
    `DELETE FROM ${table} WHERE siteId = ? AND period = ? AND periodStart = ?
     AND ${measures.map((measure) => `${measure} = 0`).join(' AND ')}`,
  );
  for (const { siteId, period, periodStart, localStart, amounts } of rows) {
    add.run(
      siteId,
      period,
      periodStart,
      localStart,
      measures.map((measure) => amounts.get(measure) ?? 0),
    );
    const isLess = [...amounts.values()].some((amount) => amount < 0);
    if (isLess) removeEmpty.run(siteId, period, periodStart);
  }
}

export function removeSums(db: SqliteConnection, { table }: RollUp): void {
  connectionOf(db).statement(`DELETE FROM ${table}`).run();
}

export function hasSums(db: SqliteConnection, { table }: RollUp, siteId: string): boolean {
  return (
    connectionOf(db).statement(`SELECT 1 FROM ${table} WHERE siteId = ? LIMIT 1`).get(siteId) !== undefined
  );
}

/** The rows of a roll-up's table, one at a time. */
export function* storedSums(db: SqliteConnection, { table, measures }: RollUp): Generator<SumRow> {
  const rows = connectionOf(db).statement(`SELECT * FROM ${table}`).iterate();
  // The columns are those of a STRICT table, whose measures are INTEGER NOT NULL.
  for (const row of rows as IterableIterator<Omit<SumRow, 'amounts'> & { [measure: string]: number }>) {
    const { siteId, period, periodStart, localStart } = row;
    const amounts = new Map(measures.map((measure) => [measure, row[measure] ?? 0]));
    yield { siteId, period, periodStart, localStart, amounts };
  }
}
