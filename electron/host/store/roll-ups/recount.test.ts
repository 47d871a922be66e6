import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import { type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { ReadModelBuilds } from '../read-model-builds.ts';
import { StatisticsRecount } from './recount.ts';
import { RollUps, rollUpsOfDomains } from './roll-ups.ts';
import { verifyRollUps } from './verify.ts';

let board: TestConsole;
beforeEach(() => {
  board = testConsole();
});
afterEach(() => board.close());

/** A console whose statistics are built at once up to so many records. */
function counted(atOnceRows: number) {
  const rollUps = new RollUps(board.store, rollUpsOfDomains, { atOnceRows });
  rollUps.rebuildIfNeeded();
  board.store.follow((records) => rollUps.follow(records));
  const builds = new ReadModelBuilds(board.store.db, rollUps.builds);
  while (builds.work()) {
    // Until nothing is left to build.
  }
  for (const title of ['Leak', 'Smoke', 'Fall']) {
    board.run(incidentCommands.report, { title, severity: 'low' });
  }
  const restarts: string[] = [];
  const { clock } = board;
  const recount = new StatisticsRecount({
    rollUps,
    clock,
    changed: ({ collections }) => restarts.push(collections.join()),
    statusChanged: () => undefined,
  });
  return { recount, builds, restarts };
}

function spoil(): void {
  board.store.db.exec('UPDATE incident_statistics SET reported = 99');
}

describe('statistics that are counted anew', () => {
  it('are right again, and say from how many records', () => {
    const { recount, restarts } = counted(1_000_000);
    spoil();
    expect(verifyRollUps(board.store.db).sound).toBe(false);
    expect(recount.recount()).toBeNull();
    recount.recalculate();
    const at = isoOf(board.clock.now());
    const total = recount.recount()?.total ?? 0;
    expect(total).toBeGreaterThanOrEqual(3);
    expect(recount.recount()).toEqual({ state: 'done', startedAt: at, endedAt: at, total, done: total });
    expect(restarts).toEqual(['incidents']);
    expect(verifyRollUps(board.store.db)).toMatchObject({ sound: true });
  });

  it('are counted step by step where there is much, once however often somebody asks', () => {
    const { recount, builds, restarts } = counted(0);
    spoil();
    recount.recalculate();
    recount.recalculate();
    expect(restarts.length).toBe(1);
    const begun = recount.recount();
    expect(begun).toMatchObject({ state: 'running', endedAt: null, done: 0 });
    board.clock.advanceMinutes(1);
    while (builds.work()) recount.noteBuilt();
    expect(recount.recount()).toEqual({
      ...begun,
      state: 'done',
      endedAt: isoOf(board.clock.now()),
      done: begun?.total,
    });
    expect(verifyRollUps(board.store.db)).toMatchObject({ sound: true });
  });
});
