import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '#shared/kernel/durations.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import { MASTER, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { incidentCommands } from '../commands.ts';
import { detail } from '../queries/detail.ts';
import { stageStays, timeInStages } from './stage-times.ts';

const { advance, escalate, merge, reopen, report, resolve, triage, unmerge } = incidentCommands;

let board: TestConsole;
beforeEach(() => {
  board = testConsole({ runTimers: false });
});
afterEach(() => board.close());

const reported = (more: object = {}): RecordId =>
  board.run<{ id: RecordId }>(report, { title: 'Leak', severity: 'high', ...more }).id;
const found = (id: RecordId) => board.queries.run<ReturnType<typeof detail.run>>(detail, { id }, MASTER);
const staysOf = (id: RecordId) => {
  const { incident, timeline, timelineCut } = found(id);
  return stageStays(incident, timeline, timelineCut);
};
const minutesOf = (id: RecordId) =>
  timeInStages(staysOf(id), new Date(board.clock.now()).toISOString()).map(({ stage, ms }) => [
    stage,
    ms / MINUTE_MS,
  ]);
const pass = (minutes: number) => board.clock.advanceMinutes(minutes);

describe('time in each stage (INC-59)', () => {
  it('is what lies between the lines of the timeline that moved it, stays in one stage together', () => {
    const id = reported();
    pass(5);
    board.run(triage, { id, severity: 'high', type: 'other', category: 'safety' });
    pass(10);
    board.run(escalate, { id, reason: 'It spreads' });
    pass(20);
    board.run(advance, { id, to: 'under_investigation' });
    pass(30);
    board.run(resolve, { id, resolution: 'Tightened' });
    pass(60);
    board.run(reopen, { id, reason: 'Drips again' });
    pass(2);
    board.run(advance, { id, to: 'under_investigation' });
    pass(3);
    expect(minutesOf(id)).toEqual([
      ['reported', 5],
      ['triaging', 10],
      ['escalated', 20],
      ['under_investigation', 33],
      ['resolved', 60],
      ['reopened', 2],
    ]);
    expect(staysOf(id).at(-1)).toEqual({
      stage: 'under_investigation',
      from: found(id).incident.stageEnteredAt,
      until: null,
    });
  });

  it('counts a critical one as escalated from its first moment, and a merge as resolved until it is undone', () => {
    const id = reported({ severity: 'critical' });
    pass(4);
    board.run(merge, { id, intoId: reported({ severity: 'critical' }) });
    pass(6);
    board.run(unmerge, { id });
    pass(1);
    expect(minutesOf(id)).toEqual([
      ['escalated', 4],
      ['resolved', 6],
      ['reopened', 1],
    ]);
  });

  it('of a timeline that was cut begins with the first stage that is known', () => {
    const id = reported();
    pass(5);
    board.run(advance, { id, to: 'under_investigation' });
    pass(5);
    const { incident, timeline } = found(id);
    expect(stageStays(incident, timeline.slice(-1), true)).toEqual([
      { stage: 'under_investigation', from: incident.stageEnteredAt, until: null },
    ]);
    expect(stageStays(incident, [], true)).toEqual([
      { stage: 'under_investigation', from: incident.stageEnteredAt, until: null },
    ]);
  });
});
