import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CollectionName, StoredRecord } from '#shared/kernel/define-entity.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import { AURORA, MASTER, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { incidentCommands } from '../commands.ts';
import { incidentQueries } from '../queries.ts';
import { defaultPolicy } from '../rules/policy.ts';
import { type Incident, incident } from '../schema.ts';
import { incidentRota } from '../schema/rota.ts';

const { report, acknowledge, escalate, assignTeam } = incidentCommands;

let ship: TestConsole;
beforeEach(() => {
  ship = testConsole();
});
afterEach(() => ship.close());

/** Records as an exchange brings them. */
function receive(collection: CollectionName, record: object): void {
  // What the tests hand in is made of JSON.
  ship.store.receive((writer, changed) => changed(writer.write(collection, record as StoredRecord, false)));
}

let ids = 0;
function newId(): string {
  ids += 1;
  return `01950000-0000-7000-8000-0000000c${String(ids).padStart(4, '0')}`;
}

function dpa(name: string): string {
  const id = newId();
  const record = { id, kind: 'person', siteId: AURORA.id, name, signInName: name.toLowerCase(), role: 'IP' };
  const rights = { jobProfile: 'dpa', active: true, granted: [], denied: [] };
  receive('people', { ...record, ...rights, createdAt: '2026-01-01T00:00:00.000Z' });
  return id;
}

function rotaOf(personId: string): string {
  const id = newId();
  const turns = { turnHours: 12, startsOn: '2026-03-01', handOverMinute: 0 };
  const rota = { id, kind: 'incident-rota', siteId: AURORA.id, name: 'DPA', level: 3, isActive: true };
  receive('incidents', { ...rota, ...turns, personIds: [personId] });
  return id;
}

function reported(severity = 'critical', more: object = {}): RecordId {
  return ship.run<{ id: RecordId }>(report, { title: 'Fire in the galley', severity, ...more }).id;
}

function stand(id: RecordId): Incident | undefined {
  return ship.store.record(incident, id);
}

type Ladder = ReturnType<typeof incidentQueries.ladder.run>;
function calls(id: RecordId): Ladder['escalations'] {
  return ship.queries.run<Ladder>(incidentQueries.ladder, { id }, MASTER).escalations;
}

function story(id: RecordId): string[] {
  const { timeline } = ship.queries.run<ReturnType<typeof incidentQueries.detail.run>>(
    incidentQueries.detail,
    { id },
    MASTER,
  );
  return timeline.map((event) => `${event.at.slice(11, 16)} ${event.labelKey.split('.').at(-1)}`);
}

/** Calls of the last level, with the time of each. */
function last(id: RecordId): string[] {
  return calls(id)
    .filter(({ level }) => level === 3)
    .map(({ at, trigger, isActive }) => `${at.slice(11, 16)} ${trigger}${isActive ? ' waits' : ''}`);
}

it('INC-19: at the last level calls those who are there then again at the interval of the policy, as often as it says', () => {
  const { severities, ...policy } = defaultPolicy('vessel', 'fire');
  receive('incidents', {
    ...policy,
    id: newId(),
    kind: 'incident-policy',
    siteId: AURORA.id,
    incidentType: 'fire',
    severities: { ...severities, critical: { ...severities.critical, acknowledgeMinutes: 5 } },
    callsAgain: 2,
  });
  const [dora, emil] = [dpa('Dora'), dpa('Emil')];
  const rotaId = rotaOf(dora);
  const id = reported('critical', { type: 'fire' });
  ship.pass(6);
  receive('incidents', { ...ship.store.record(incidentRota, rotaId), personIds: [emil] });
  ship.pass(60);
  expect(calls(id).map(({ calledNames }) => calledNames.join())).toEqual(['Dora', 'Dora', 'Emil']);
  expect(last(id)).toEqual(['03:10 critical_report', '03:15 unacknowledged', '03:20 unacknowledged waits']);
  expect(story(id).filter((line) => line.endsWith('calledAgain'))).toEqual([
    '03:15 calledAgain',
    '03:20 calledAgain',
  ]);
});

it('INC-19: stops when somebody acknowledges, and begins anew when that has ended', () => {
  const id = reported();
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
  const id = reported();
  ship.run(escalate, { id, toLevel: 3, reason: 'Spreading' });
  ship.run(acknowledge, { id });
  ship.pass(220);
  ship.run(assignTeam, { id, teamId: 'deck' });
  ship.pass(25);
  expect(last(id)).toEqual(['03:10 manual', '07:10 overdue waits']);
  expect(story(id).slice(-2)).toEqual(['07:10 overdue', '07:10 calledAgainOverdue']);
  expect(stand(id)).toMatchObject({ acknowledgedAt: null, acknowledgeDueAt: '2026-03-01T07:25:00.000Z' });
});

it('INC-19: does once, late, what was due while the console was away, and never twice', () => {
  const id = reported();
  ship.run(escalate, { id, toLevel: 3, reason: 'Spreading' });
  ship.clock.advanceMinutes(40);
  ship.timers.start();
  ship.timers.start();
  expect(last(id)).toEqual(['03:10 manual', '03:50 unacknowledged waits']);
  expect(stand(id)?.acknowledgeDueAt).toBe('2026-03-01T04:05:00.000Z');
});
