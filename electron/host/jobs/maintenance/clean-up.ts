import { setImmediate } from 'node:timers/promises';
import type { Retention, RetentionKey } from '#shared/domains/settings/retention.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import { connectionOf } from '../../store/rx-storage/connection.ts';
import type { Store } from '../../store/store.ts';
import { JobCancelled } from '../../workers/job.ts';
import { DAY_MS } from '#shared/kernel/durations.ts';

/** What nobody needs any more, oldest by the column named. */
const OLD: readonly {
  readonly table: string;
  readonly key: string;
  readonly at: string;
  readonly inMs?: true;
  /** Which of the old rows go; absent: all. */
  readonly where?: string;
  readonly keep: RetentionKey;
}[] = [
  { table: 'command_outcome', key: 'commandId', at: 'at', keep: 'commandOutcomeDays' },
  { table: 'session', key: 'id', at: 'lastSeenAt', keep: 'sessionDays' },
  { table: 'session_ended', key: 'id', at: 'endedAt', keep: 'sessionDays' },
  { table: 'health_change', key: 'number', at: 'at', keep: 'healthDays' },
  { table: 'exchange_log', key: 'number', at: 'at', keep: 'syncHistoryDays' },
  { table: 'exchange_day', key: 'day', at: 'day', keep: 'syncHistoryDays' },
  {
    table: 'export',
    key: 'number',
    at: 'endedAt',
    where: `state IN ('failed', 'cancelled', 'expired')`,
    keep: 'exportHistoryDays',
  },
  {
    table: 'job_run',
    key: 'number',
    at: 'endedAtMs',
    inMs: true,
    // What waits for a person stays.
    where: `state <> 'dead-letter'`,
    keep: 'jobRunDays',
  },
];
/** A batch holds up the host for a few milliseconds. */
const BATCH_ROWS = 500;
/** What is counted for people to see; beyond, the number says nothing more. */
export const COUNTED_MAX = 10_000;

/** Deletes what is too old, a little at a time. Says how many rows went. */
export async function cleanUp(
  store: Store,
  { nowMs, signal, kept }: { nowMs: number; signal: AbortSignal; kept: Retention },
): Promise<number> {
  const connection = connectionOf(store.db);
  let removed = 0;
  for (const old of OLD) {
    const { table, key } = old;
    const remove = `DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM ${table} WHERE ${isOld(old)} LIMIT ${BATCH_ROWS})`;
    let changes: number;
    do {
      if (signal.aborted) throw new JobCancelled();
      changes = connection.statement(remove).run(before(old, nowMs, kept)).changes;
      removed += changes;
      await setImmediate();
    } while (changes > 0);
  }
  const failures = 'DELETE FROM sign_in_failure WHERE lockedUntilMs < ?';
  return removed + connection.statement(failures).run(nowMs - DAY_MS).changes;
}

/** What the next run would delete, by what keeps it; counted up to `COUNTED_MAX` each. */
export function countOld(
  store: Pick<Store, 'db'>,
  { nowMs, kept }: { nowMs: number; kept: Retention },
): { readonly [Key in RetentionKey]?: number } {
  const counts: { [Key in RetentionKey]?: number } = {};
  for (const old of OLD) {
    const sql = `SELECT count(*) FROM (SELECT 1 FROM ${old.table} WHERE ${isOld(old)} LIMIT ${COUNTED_MAX})`;
    const count = connectionOf(store.db)
      .statement(sql)
      .pluck()
      .get(before(old, nowMs, kept));
    counts[old.keep] = (counts[old.keep] ?? 0) + Number(count);
  }
  return counts;
}

type Old = (typeof OLD)[number];

function isOld({ at, where }: Old): string {
  return where === undefined ? `${at} < ?` : `${at} < ? AND ${where}`;
}

function before({ keep, inMs }: Old, nowMs: number, kept: Retention): string | number {
  const beforeMs = nowMs - kept[keep] * DAY_MS;
  return inMs === undefined ? isoOf(beforeMs) : beforeMs;
}
