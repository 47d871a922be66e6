import { expect, it } from 'vitest';
import { USUAL_RETENTION } from '#shared/domains/settings/retention.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import { testConsole } from '#tests/support/test-console.ts';
import { JobTable } from '../scheduler/job-table.ts';
import { cleanUp, countOld } from './clean-up.ts';
import { DAY_MS } from '#shared/kernel/durations.ts';

it('removes what is too old, however much it is, and leaves what is younger or waits for a person', async () => {
  const { store, clock, close } = testConsole();
  const nowMs = clock.now();
  const outcome = store.db.prepare('INSERT INTO command_outcome (commandId, outcome, at) VALUES (?, ?, ?)');
  for (let index = 0; index < 1_200; index += 1)
    outcome.run(`old ${index}`, '{}', isoOf(nowMs - 31 * DAY_MS));
  outcome.run('young', '{}', isoOf(nowMs - 29 * DAY_MS));
  const table = new JobTable(store);
  for (const [key, state] of [
    ['done', 'completed'],
    ['dead', 'dead-letter'],
  ] as const) {
    table.add({ name: 'night', key, cause: 'schedule', dueAtMs: nowMs });
    table.end(key === 'done' ? 1 : 2, { state, atMs: nowMs - 61 * DAY_MS });
  }
  expect(countOld(store, { nowMs, kept: { ...USUAL_RETENTION, jobRunDays: 62 } })).toMatchObject({
    commandOutcomeDays: 1_200,
    jobRunDays: 0,
  });
  const removed = await cleanUp(store, {
    nowMs,
    signal: new AbortController().signal,
    kept: USUAL_RETENTION,
  });
  expect([
    removed,
    store.db.prepare('SELECT commandId FROM command_outcome').pluck().all(),
    store.db.prepare('SELECT key FROM job_run').pluck().all(),
  ]).toEqual([1_201, ['young'], ['dead']]);
  close();
});

it('stops between two batches when it is told to', async () => {
  const { store, clock, close } = testConsole();
  await expect(
    cleanUp(store, { nowMs: clock.now(), signal: AbortSignal.abort(), kept: USUAL_RETENTION }),
  ).rejects.toThrow('cancelled');
  close();
});
