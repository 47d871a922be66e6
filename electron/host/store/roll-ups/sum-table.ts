import type { RollUp } from '#shared/kernel/define-roll-up.ts';
import { bucketMeasure, histogramIn, histogramOf, histogramText } from '#shared/kernel/histogram-text.ts';
import type { SumRow, Sums } from '#shared/kernel/sums.ts';
import type { SqliteConnection } from '../connection.ts';
import { connectionOf } from '../rx-storage/connection.ts';

/** Adds sums to a roll-up's table. A row in which nothing is left goes. */
export function addSums(db: SqliteConnection, sums: Sums): void {
  const { table, measures, histograms = [] } = sums.rollUp;
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
     AND ${[...measures.map((measure) => `${measure} = 0`), ...histograms.map((one) => `${one} = ''`)].join(' AND ')}`,
  );
  for (const row of rows) {
    const { siteId, period, periodStart, localStart, amounts } = row;
    add.run(
      siteId,
      period,
      periodStart,
      localStart,
      measures.map((measure) => amounts.get(measure) ?? 0),
    );
    for (const histogram of histograms) addCounts(db, table, { row, histogram });
    const isLess = [...amounts.values()].some((amount) => amount < 0);
    if (isLess) removeEmpty.run(siteId, period, periodStart);
  }
}

/** Adds to one histogram of a row that is there. */
function addCounts(
  db: SqliteConnection,
  table: string,
  { row, histogram }: { readonly row: SumRow; readonly histogram: string },
): void {
  const added = histogramOf(row.amounts, histogram);
  if (added.size === 0) return;
  const where = 'WHERE siteId = ? AND period = ? AND periodStart = ?';
  const key = [row.siteId, row.period, row.periodStart];
  const kept = connectionOf(db)
    .statement(`SELECT ${histogram} AS counts FROM ${table} ${where}`)
    .get(...key);
  // The column is TEXT NOT NULL of a STRICT table.
  const counts = histogramIn((kept as { counts: string }).counts);
  for (const [bucket, count] of added) counts.set(bucket, (counts.get(bucket) ?? 0) + count);
  connectionOf(db)
    .statement(`UPDATE ${table} SET ${histogram} = ? ${where}`)
    .run(histogramText(counts), ...key);
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
export function* storedSums(
  db: SqliteConnection,
  { table, measures, histograms = [] }: RollUp,
): Generator<SumRow> {
  const rows = connectionOf(db).statement(`SELECT * FROM ${table}`).iterate();
  // The columns are those of a STRICT table: measures are INTEGER NOT NULL, histograms TEXT NOT NULL.
  for (const row of rows as IterableIterator<
    Omit<SumRow, 'amounts'> & { [column: string]: number | string }
  >) {
    const { siteId, period, periodStart, localStart } = row;
    const amounts = new Map(measures.map((measure) => [measure, Number(row[measure] ?? 0)]));
    for (const histogram of histograms) {
      for (const [bucket, count] of histogramIn(String(row[histogram])))
        amounts.set(bucketMeasure(histogram, bucket), count);
    }
    yield { siteId, period, periodStart, localStart, amounts };
  }
}
