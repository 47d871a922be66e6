import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Actor } from '#shared/access/can.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import { MASTER, personActor, recordId, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { incidentCommands } from '../commands.ts';
import { incidentEscalation } from '../schema/escalation.ts';
import { currentEscalations, ESCALATIONS_SHOWN_MAX } from './current-escalations.ts';

const { acknowledge, escalate, report, resolve } = incidentCommands;

let board: TestConsole;
beforeEach(() => {
  board = testConsole({ runTimers: false });
});
afterEach(() => board.close());

const reported = (title: string, more: object = {}): RecordId =>
  board.run<{ id: RecordId }>(report, { title, severity: 'high', ...more }).id;
const raised = (title: string, toLevel: number, more: object = {}): RecordId => {
  const id = reported(title, more);
  board.run(escalate, { id, toLevel, reason: 'It spreads' });
  return id;
};
const seen = (actor: Actor = MASTER) =>
  board.queries.run<ReturnType<typeof currentEscalations.run>>(currentEscalations, {}, actor);

it('are those at level 2 and above that are not over, whoever nobody has taken first, the highest before', () => {
  const taken = raised('Taken', 3);
  board.run(acknowledge, { id: taken });
  raised('Second', 2);
  raised('Third', 3);
  raised('First only', 1);
  raised('Drill', 3, { isDrill: true });
  board.run(resolve, { id: raised('Over', 3), resolution: 'Out' });
  reported('Not escalated');
  const { total, rows } = seen();
  expect([total, rows.map(({ incident }) => incident.title)]).toEqual([3, ['Third', 'Second', 'Taken']]);
});

it('say since when they are at that level, and whom the last call went to', () => {
  const id = raised('Fire', 2);
  const [row] = seen().rows;
  const step = board.store.find(incidentEscalation, { incidentId: id }).find(({ isActive }) => isActive);
  expect(row).toMatchObject({ since: step?.at, waitsFor: step?.calledNames });
});

it('are five at most with the number of all, and none for who sees another site', () => {
  for (let one = 0; one < ESCALATIONS_SHOWN_MAX + 2; one += 1) raised(`Fire ${one}`, 2);
  expect([seen().total, seen().rows.length]).toEqual([ESCALATIONS_SHOWN_MAX + 2, ESCALATIONS_SHOWN_MAX]);
  const stranger = personActor('IP', 'master', recordId('01950000-0000-7000-8000-00000000beef'));
  expect(seen(stranger)).toEqual({ total: 0, rows: [] });
});
