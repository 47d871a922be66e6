import { domains } from '#shared/domains/registry.ts';
import type { StoredRecord } from '#shared/kernel/define-entity.ts';
import type { SqliteConnection } from './connection.ts';
import { viewOf } from './record-tables.ts';
import { connectionOf } from './rx-storage/connection.ts';

/** Kinds whose records carry a `number` such as `AUR-INC-2026-0007` and the `runningNumber` in it. */
const numbered = domains
  .flatMap((domain) => domain.entities)
  .filter((entity) => 'number' in entity.schema.shape && 'runningNumber' in entity.schema.shape);

const numberedKinds = new Set(numbered.map(({ kind }) => kind));

/**
 * Draws the next running number of a series. The counter alone would start again on a console rebuilt from
 * the server, the records alone would give a refused record's number away twice; the larger of both does neither.
 */
export function nextInSeries(db: SqliteConnection, series: string): number {
  const connection = connectionOf(db);
  const drawn = Number(
    connection.statement('SELECT value FROM counter WHERE series = ?').pluck().get(series) ?? 0,
  );
  const next = Math.max(drawn, highestKnown(db, series)) + 1;
  connection
    .statement(
      'INSERT INTO counter (series, value) VALUES (?, ?) ON CONFLICT (series) DO UPDATE SET value = excluded.value',
    )
    .run(series, next);
  return next;
}

/** Keeps a record's number from being given again once its record is not looked at any more. */
export function keepNumber(db: SqliteConnection, record: StoredRecord): void {
  if (!numberedKinds.has(record.kind)) return;
  const { number, runningNumber } = record;
  if (typeof number !== 'string' || typeof runningNumber !== 'number') return;
  connectionOf(db)
    .statement(
      `INSERT INTO counter (series, value) VALUES (?, ?)
       ON CONFLICT (series) DO UPDATE SET value = max(value, excluded.value)`,
    )
    .run(number.slice(0, number.lastIndexOf('-')), runningNumber);
}

/** Series whose records have been looked at, so that the look costs once and not with every number. */
const lookedAt = new WeakMap<SqliteConnection, Set<string>>();

/** Records came from elsewhere: they may carry numbers of any series. */
export function forgetHighest(db: SqliteConnection): void {
  lookedAt.delete(db);
}

function highestKnown(db: SqliteConnection, series: string): number {
  const known = lookedAt.get(db) ?? new Set();
  if (known.has(series)) return 0;
  lookedAt.set(db, known.add(series));
  return highestInRecords(db, series);
}

function highestInRecords(db: SqliteConnection, series: string): number {
  let highest = 0;
  for (const entity of numbered) {
    // '-' is followed by '.' in ASCII: the range holds exactly the numbers of this series.
    const found: unknown = connectionOf(db)
      .statement(`SELECT max(runningNumber) FROM ${viewOf(entity)} WHERE number > ? AND number < ?`)
      .pluck()
      .get(`${series}-`, `${series}.`);
    highest = Math.max(highest, Number(found ?? 0));
  }
  return highest;
}
