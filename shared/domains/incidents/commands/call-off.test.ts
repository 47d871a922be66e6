import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must } from '#shared/kernel/assert.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import { MASTER, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { incidentCommands } from '../commands.ts';
import { detail } from '../queries/detail.ts';
import { ladder } from '../queries/ladder.ts';
import { incident } from '../schema.ts';
import { incidentAction } from '../schema/action.ts';
import { incidentEscalation } from '../schema/escalation.ts';

const { acknowledge, advance, callOff, escalate, reopen, report, resolve, setSeverity } = incidentCommands;

let board: TestConsole;
beforeEach(() => {
  board = testConsole({ runTimers: false });
});
afterEach(() => board.close());

const reported = (severity = 'high'): RecordId =>
  board.run<{ id: RecordId }>(report, { title: 'Leak', severity }).id;
/** Escalates by hand a minute later; the step. */
function raised(id: RecordId, toLevel?: number): RecordId {
  board.clock.advanceMinutes(1);
  board.run(escalate, { id, reason: 'It spreads', ...(toLevel === undefined ? {} : { toLevel }) });
  return must(stepsOf(id).at(-1), 'a step').id;
}
function off(id: RecordId, stepId: string): void {
  board.clock.advanceMinutes(1);
  board.run(callOff, { id, stepId, reason: 'Wrong incident' });
}
const stand = (id: RecordId) => must(board.store.record(incident, id), 'the incident');
const stepsOf = (id: RecordId) =>
  board.queries
    .run<ReturnType<typeof ladder.run>>(ladder, { id }, MASTER)
    .escalations.map((step) => ({ ...step, id: step.id as RecordId }));
const lines = (id: RecordId) =>
  board.queries
    .run<ReturnType<typeof detail.run>>(detail, { id }, MASTER)
    .timeline.map(({ labelKey, labelParams, text }) => ({ labelKey, labelParams, text }));

describe('calling off a step that was started by hand (INC-58)', () => {
  it('takes the incident back to the level and stage before it, with the reason on the timeline', () => {
    const id = reported();
    board.clock.advanceMinutes(1);
    board.run(advance, { id, to: 'under_investigation' });
    const stepId = raised(id, 3);
    off(id, stepId);
    expect(stand(id)).toMatchObject({
      escalationLevel: 0,
      stage: 'under_investigation',
      acknowledgeDueAt: expect.any(String),
    });
    expect(lines(id).at(-1)).toEqual({
      labelKey: 'incidents.event.calledOff',
      labelParams: { level: 3, to: 0, step: stepId, stage: 'under_investigation' },
      text: 'Wrong incident',
    });
    expect(stepsOf(id)).toMatchObject([
      {
        isActive: false,
        endedBecause: null,
        calledOffByName: MASTER.name,
        calledOffBecause: 'Wrong incident',
      },
    ]);
  });

  it('lets the step before it wait again, which somebody may then acknowledge', () => {
    const id = reported('critical');
    const stepId = raised(id);
    off(id, stepId);
    const { acknowledgeDueAt, escalationLevel, stage } = stand(id);
    expect([escalationLevel, stage]).toEqual([1, 'escalated']);
    expect(stepsOf(id).map((step) => [step.level, step.isActive, step.acknowledgeDueAt])).toEqual([
      [1, true, acknowledgeDueAt],
      [2, false, expect.any(String)],
    ]);
    board.run(acknowledge, { id, response: 'On it' });
    expect(stepsOf(id)[0]).toMatchObject({ endedBecause: 'acknowledged', response: 'On it' });
  });

  it('leaves the level where it is once a later step has called people', () => {
    const id = reported();
    const first = raised(id);
    const second = raised(id);
    off(id, first);
    expect(stand(id)).toMatchObject({ escalationLevel: 2, stage: 'escalated' });
    expect(lines(id).at(-1)).toMatchObject({ labelKey: 'incidents.event.calledOffLate' });
    // Then the second one was the only one that stood.
    off(id, second);
    expect(stand(id)).toMatchObject({ escalationLevel: 0, stage: 'triaging' });
  });

  it('keeps it with who has taken it meanwhile', () => {
    const id = reported();
    const stepId = raised(id, 2);
    board.run(acknowledge, { id });
    off(id, stepId);
    expect(stand(id)).toMatchObject({
      escalationLevel: 0,
      acknowledgedById: MASTER.id,
      acknowledgeDueAt: null,
    });
  });

  it('gives up what was asked for because of it, unless the incident asks for it all the same', () => {
    const states = (id: RecordId) =>
      board.store
        .find(incidentAction, { incidentId: id })
        .map(({ code, state, outcome }) => [code, state, outcome]);
    const id = reported();
    off(id, raised(id));
    expect(states(id)).toEqual([
      ['immediate_review', 'cancelled', 'Wrong incident'],
      ['assign_resolution_team', 'cancelled', 'Wrong incident'],
    ]);
    const critical = reported('critical');
    off(critical, raised(critical));
    expect(states(critical).filter(([, state]) => state === 'cancelled')).toEqual([
      ['assign_resolution_team', 'cancelled', 'Wrong incident'],
    ]);
  });

  it('is refused of steps of the program, twice, after a reopening, when it is over, and of another incident', () => {
    const id = reported('critical');
    const [byItself] = stepsOf(id);
    expect(() => off(id, byItself?.id ?? '')).toThrow(/Nobody started this step/);
    const stepId = raised(id);
    expect(() => off(reported(), stepId)).toThrow(/no such incident/);
    off(id, stepId);
    expect(() => off(id, stepId)).toThrow(/called off already/);
    const another = raised(id);
    board.run(resolve, { id, resolution: 'Tight' });
    expect(() => off(id, another)).toThrow(/is resolved/);
    board.clock.advanceMinutes(1);
    board.run(reopen, { id, reason: 'Drips again' });
    expect(() => off(id, another)).toThrow(/was reopened since/);
  });

  it('never leaves a critical incident without its first level (INC-6)', () => {
    const id = reported();
    const stepId = raised(id);
    board.run(setSeverity, { id, severity: 'critical' });
    expect(() => off(id, stepId)).toThrow(/stays at level 1/);
    expect(board.store.find(incidentEscalation, { incidentId: id })).toHaveLength(1);
  });
});
