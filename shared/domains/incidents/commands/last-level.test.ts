import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RecordId } from '#shared/kernel/ids.ts';
import { LadderBoard, newId } from '#tests/support/ladder-board.ts';
import { receive } from '#tests/support/receive.ts';
import { AURORA, type TestConsole } from '#tests/support/test-console.ts';
import { incidentCommands } from '../commands.ts';
import { defaultPolicy } from '../rules/policy.ts';
import { incidentRota } from '../schema/rota.ts';

const { acknowledge, escalate, assignTeam } = incidentCommands;

let board: LadderBoard;
let ship: TestConsole;
beforeEach(() => {
  board = new LadderBoard();
  ({ ship } = board);
});
afterEach(() => board.close());

/** Calls of the last level, with the time of each. */
function last(id: RecordId): string[] {
  return board
    .ladder(id)
    .escalations.filter(({ level }) => level === 3)
    .map(({ at, trigger, isActive }) => `${at.slice(11, 16)} ${trigger}${isActive ? ' waits' : ''}`);
}

it('INC-19: at the last level calls those who are there then again at the interval of the policy, as often as it says', () => {
  const { severities, ...policy } = defaultPolicy('vessel', 'fire');
  receive(ship, 'incidents', {
    ...policy,
    id: newId(),
    kind: 'incident-policy',
    siteId: AURORA.id,
    incidentType: 'fire',
    severities: { ...severities, critical: { ...severities.critical, acknowledgeMinutes: 5 } },
    callsAgain: 2,
  });
  const [dora, emil] = [board.person('Dora', 'dpa'), board.person('Emil', 'dpa')];
  const rotaId = board.rota(3, [dora]);
  const id = board.reported('critical', { type: 'fire' });
  ship.pass(6);
  receive(ship, 'incidents', { ...ship.store.record(incidentRota, rotaId), personIds: [emil.id] });
  ship.pass(60);
  expect(board.ladder(id).escalations.map(({ calledNames }) => calledNames.join())).toEqual([
    'Dora',
    'Dora',
    'Emil',
  ]);
  expect(last(id)).toEqual(['03:10 critical_report', '03:15 unacknowledged', '03:20 unacknowledged waits']);
  expect(board.story(id).filter((line) => line.endsWith('calledAgain'))).toEqual([
    '03:15 calledAgain',
    '03:20 calledAgain',
  ]);
});

it('INC-19: stops when somebody acknowledges, and begins anew when that has ended', () => {
  const id = board.reported();
  ship.run(escalate, { id, toLevel: 3, reason: 'Spreading' });
  ship.pass(35);
  ship.run(acknowledge, { id, minutes: 15 });
  ship.pass(100);
  expect(last(id)).toEqual([
    '03:10 manual',
    '03:25 unacknowledged',
    '03:40 unacknowledged',
    '04:00 stale',
    '04:15 unacknowledged',
    '04:30 unacknowledged',
    '04:45 unacknowledged',
    '05:00 unacknowledged waits',
  ]);
});

it('INC-19: calls once more when the deadline passes there, also where somebody has it', () => {
  const id = board.reported();
  ship.run(escalate, { id, toLevel: 3, reason: 'Spreading' });
  ship.run(acknowledge, { id });
  ship.pass(220);
  ship.run(assignTeam, { id, teamId: 'deck' });
  ship.pass(25);
  expect(last(id)).toEqual(['03:10 manual', '07:10 overdue waits']);
  expect(board.story(id).slice(-2)).toEqual(['07:10 overdue', '07:10 calledAgainOverdue']);
  expect(board.stand(id)).toMatchObject({
    acknowledgedAt: null,
    acknowledgeDueAt: '2026-03-01T07:25:00.000Z',
  });
});

it('INC-19: does once, late, what was due while the console was away, and never twice', () => {
  const id = board.reported();
  ship.run(escalate, { id, toLevel: 3, reason: 'Spreading' });
  ship.clock.advanceMinutes(40);
  ship.timers.start();
  ship.timers.start();
  expect(last(id)).toEqual(['03:10 manual', '03:50 unacknowledged waits']);
  expect(board.stand(id).acknowledgeDueAt).toBe('2026-03-01T04:05:00.000Z');
});
