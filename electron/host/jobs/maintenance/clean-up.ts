import { setImmediate } from 'node:timers/promises';
import { isoOf } from '#shared/kernel/clock.ts';
import { connectionOf } from '../../store/rx-storage/connection.ts';
import type { Store } from '../../store/store.ts';
import { JobCancelled } from '../../workers/job.ts';

const DAY_MS = 24 * 60 * 60_000;
/** What nobody needs any more, oldest by the column named; `?` stands for the time before which it goes. */
const OLD: readonly {
  readonly table: string;
  readonly key: string;
  readonly at: string;
  readonly days: number;
}[] = [
  // A call sent twice is sent again within minutes.
  { table: 'command_outcome', key: 'commandId', at: 'at', days: 30 },
  { table: 'session', key: 'sessionHash', at: 'lastSeenAt', days: 90 },
  { table: 'health_change', key: 'number', at: 'at', days: 30 },
];
const RUNS_DAYS = 60;
/** A batch holds up the host for a few milliseconds. */
const BATCH_ROWS = 500;

/** Deletes what is too old, a little at a time. Says how many rows went. */
export async function cleanUp(
  store: Store,
  { nowMs, signal }: { nowMs: number; signal: AbortSignal },
): Promise<number> {
  const connection = connectionOf(store.db);
  let removed = 0;
  for (const { table, key, at, days } of OLD) {
    const remove = `DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM ${table} WHERE ${at} < ? LIMIT ${BATCH_ROWS})`;
    let changes: number;
    do {
      if (signal.aborted) throw new JobCancelled();
      changes = connection.statement(remove).run(isoOf(nowMs - days * DAY_MS)).changes;
      removed += changes;
      await setImmediate();
    } while (changes > 0);
  }
  const failures = 'DELETE FROM sign_in_failure WHERE lockedUntilMs < ?';
  removed += connection.statement(failures).run(nowMs - DAY_MS).changes;
  // What waits for a person stays.
  const runs = `DELETE FROM job_run WHERE endedAtMs < ? AND state <> 'dead-letter'`;
  return removed + connection.statement(runs).run(nowMs - RUNS_DAYS * DAY_MS).changes;
}
