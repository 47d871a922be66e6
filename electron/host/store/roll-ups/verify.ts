import type { RollUp } from '#shared/kernel/define-roll-up.ts';
import { histogramOf, histogramText } from '#shared/kernel/histogram-text.ts';
import type { SumRow } from '#shared/kernel/sums.ts';
import type { SqliteConnection } from '../connection.ts';
import { type CountOptions, countRecords, rollUpsOfDomains } from './roll-ups.ts';
import { storedSums } from './sum-table.ts';

export type RollUpsVerdict = {
  readonly sound: boolean;
  readonly rows: number;
  /** Rows that say something else than the records, by their key; at most `DIFFERENCES_MAX`. */
  readonly differences: readonly string[];
};

export const DIFFERENCES_MAX = 100;

/** Counts every record again and compares with what was kept. Reads one state of the file throughout. */
export function verifyRollUps(
  db: SqliteConnection,
  options: Pick<CountOptions, 'onBatch'> = {},
  rollUps: readonly RollUp[] = rollUpsOfDomains,
): RollUpsVerdict {
  return db.transaction(() => {
    const verdicts = rollUps.map((rollUp) => verifyOne(db, rollUp, options));
    const differences = verdicts.flatMap((verdict) => verdict.differences);
    return {
      sound: differences.length === 0,
      rows: verdicts.reduce((sum, verdict) => sum + verdict.rows, 0),
      differences: differences.slice(0, DIFFERENCES_MAX),
    };
  })();
}

function verifyOne(db: SqliteConnection, rollUp: RollUp, options: Pick<CountOptions, 'onBatch'>) {
  const wanted = new Map(
    countRecords(db, rollUp, options)
      .rows()
      .map((row) => [keyOf(row), row]),
  );
  const differences: string[] = [];
  let rows = 0;
  for (const stored of storedSums(db, rollUp)) {
    const key = keyOf(stored);
    if (!sameAmounts(rollUp, stored, wanted.get(key)?.amounts)) differences.push(`${rollUp.table} ${key}`);
    wanted.delete(key);
    rows += 1;
  }
  for (const key of wanted.keys()) differences.push(`${rollUp.table} ${key}`);
  return { rows, differences };
}

function keyOf({ siteId, period, periodStart, localStart }: SumRow): string {
  return `${period} ${periodStart} (${localStart}) ${siteId}`;
}

function sameAmounts(
  { measures, histograms = [] }: RollUp,
  { amounts: stored }: SumRow,
  wanted: SumRow['amounts'] = new Map<string, number>(),
): boolean {
  return (
    measures.every((measure) => (stored.get(measure) ?? 0) === (wanted.get(measure) ?? 0)) &&
    histograms.every(
      (one) => histogramText(histogramOf(stored, one)) === histogramText(histogramOf(wanted, one)),
    )
  );
}
