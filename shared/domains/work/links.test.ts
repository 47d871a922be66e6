import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  AURORA,
  MASTER,
  OFFICE,
  personActor,
  recordId,
  type TestConsole,
  testConsole,
} from '#tests/support/test-console.ts';
import { incidentCommands } from '../incidents/commands.ts';
import { incidentEvent } from '../incidents/schema.ts';
import { workCommands } from './commands.ts';
import { checkLines } from './link-lines.ts';
import { workQueries } from './queries.ts';

type Links = ReturnType<typeof workQueries.linksOf.run>;

const end = (number: number, siteId = AURORA.id) => ({
  collection: 'incidents' as const,
  kind: 'incident',
  id: recordId(`01950000-0000-7000-8000-00000000100${number}`),
  siteId,
  label: `AUR-INC-2026-000${number}`,
});
const [FIRST, SECOND, AT_OFFICE] = [end(1), end(2), end(3, OFFICE.id)];
const write = (kind: string) => ({ kind, op: 'insert', id: '', before: undefined });
const ASHORE = personActor('IP', 'duty-officer', OFFICE.id);
const ELSEWHERE = personActor('IP', 'master', '01950000-0000-7000-8000-00000000beef');

let board: TestConsole;
beforeEach(() => {
  board = testConsole();
});
afterEach(() => board.close());

const link = (from = FIRST, to = SECOND) =>
  board.run<{ id: string }>(workCommands.link, { from, to, note: 'Same pump' });
const labels = (of: typeof FIRST, actor = MASTER) =>
  board.queries
    .run<Links>(workQueries.linksOf, { id: of.id }, actor)
    .map(({ label, isBack }) => `${label} ${isBack ? 'back' : 'on'}`);

const incident = (title: string) => {
  const { id, number } = board.run<{ id: string; number: string }>(incidentCommands.report, {
    title,
    severity: 'low',
  });
  return { ...FIRST, id: recordId(id), label: number };
};
const told = (of: { id: string }) =>
  board.store
    .records(
      incidentEvent,
      `SELECT data FROM incident_event WHERE incidentId = :id AND type = 'linked' ORDER BY id`,
      { id: of.id },
    )
    .map(({ labelKey, labelParams, text, byName }) => [
      labelKey.split('.').at(-1),
      labelParams['label'],
      text,
      byName,
    ]);

describe('a link between records', () => {
  it('is there from both ends until it is removed (WRK-6)', () => {
    const { id } = link();
    expect([labels(FIRST), labels(SECOND)]).toEqual([[`${SECOND.label} on`], [`${FIRST.label} back`]]);
    expect(board.queries.run(workQueries.linksOf, { id: FIRST.id }, MASTER)).toMatchObject([
      { kind: 'incident', recordId: SECOND.id, note: 'Same pump', madeByName: MASTER.name },
    ]);
    board.run(workCommands.unlink, { id });
    expect([labels(FIRST), labels(SECOND)]).toEqual([[], []]);
  });

  it('stands on the timeline of each end that is an incident, made and removed (WRK-7)', () => {
    const [one, other] = [incident('Pump leaks'), incident('Bilge alarm')];
    const { id } = link(one, other);
    link(one, AT_OFFICE);
    board.run(workCommands.unlink, { id });
    expect([told(one), told(other), told(AT_OFFICE)]).toEqual([
      [
        ['linked', other.label, 'Same pump', MASTER.name],
        ['linked', AT_OFFICE.label, 'Same pump', MASTER.name],
        ['unlinked', other.label, null, MASTER.name],
      ],
      [
        ['linked', one.label, 'Same pump', MASTER.name],
        ['unlinked', one.label, null, MASTER.name],
      ],
      [],
    ]);
  });

  it('is told of where it belongs alone: the server takes no other line with it (WRK-7)', () => {
    const made = { ...write('record-link'), after: { fromId: FIRST.id, toId: SECOND.id } };
    const line = (values: object = {}) => ({
      ...write('incident-event'),
      after: { type: 'linked', labelKey: 'incidents.event.linked', byId: MASTER.id, ...values },
    });
    const isTaken = (...lines: object[]) => {
      try {
        // As the server gives them: whole records, of which the check reads these fields.
        checkLines({ actor: MASTER, writes: [made, ...lines] as never });
        return true;
      } catch {
        return false;
      }
    };
    const atFirst = { incidentId: FIRST.id };
    expect([
      isTaken(line(atFirst), line({ incidentId: SECOND.id })),
      isTaken(line({ incidentId: AT_OFFICE.id })),
      isTaken(line({ ...atFirst, type: 'acknowledged' })),
      isTaken(line({ ...atFirst, labelKey: 'incidents.event.unlinked' })),
      isTaken(line({ ...atFirst, byId: ASHORE.name })),
      isTaken(line(atFirst), line(atFirst), line(atFirst)),
    ]).toEqual([true, false, false, false, false, false]);
  });

  it('is made once, whichever end it is made at, and never with the same record (WRK-5)', () => {
    link();
    expect(() => link()).toThrow('linked already');
    expect(() => link(SECOND, FIRST)).toThrow('linked already');
    expect(() => link(FIRST, FIRST)).toThrow('not linked with itself');
  });

  it('is seen at the sites of both records, and nowhere else (WRK-6)', () => {
    link(FIRST, AT_OFFICE);
    expect([labels(AT_OFFICE, ASHORE), labels(FIRST), labels(FIRST, ELSEWHERE)]).toEqual([
      [`${FIRST.label} back`],
      [`${AT_OFFICE.label} on`],
      [],
    ]);
    expect(() => board.run(workCommands.link, { from: FIRST, to: SECOND }, ELSEWHERE)).toThrow(/may not/);
  });
});
