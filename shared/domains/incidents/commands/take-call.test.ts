import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CollectionName, StoredRecord } from '#shared/kernel/define-entity.ts';
import { sayLabel } from '#shared/words/say-value.ts';
import { draftsOf } from '#host/notify/draft-notices.ts';
import { recipientsAt } from '#host/notify/recipients.ts';
import {
  AURORA,
  MASTER,
  OFFICE,
  personActor,
  type TestConsole,
  testConsole,
} from '#tests/support/test-console.ts';
import { person } from '../../people/schema.ts';
import { incidentCommands } from '../commands.ts';
import { calls } from '../queries/incoming-calls.ts';
import { incident } from '../schema.ts';
import { callRefusal, type IncidentCall, incidentCall, REFUSALS } from '../schema/call.ts';
import { incidentWords } from '../words.ts';

const NUMBER = '+302101234567';
const OFFICER = '01950000-0000-7000-8000-0000000c0001';
const ASHORE = personActor('AD', 'administrator');
const ON_WATCH = personActor('IT', 'officer-in-charge');

let ship: TestConsole;
/** Who was told of what was refused. */
let told: { title: string; text: string; severity: string; to: readonly string[] }[];
let made: number;

beforeEach(() => {
  ship = testConsole();
  told = [];
  made = 0;
  ship.store.onCommit(({ records }) => {
    for (const { notice, draft } of draftsOf(ship.store, ship.clock, records)) {
      if (notice.name !== 'incidents.callRefused') continue;
      const people = ship.store.find(person, { siteId: AURORA.id, active: true });
      const { title, body, severity, audience } = draft;
      const to = recipientsAt(AURORA, people, { siteId: AURORA.id, audience });
      told.push({ title: sayLabel(incidentWords, title), text: sayLabel(incidentWords, body), severity, to });
    }
  });
  receive('people', {
    id: OFFICER,
    kind: 'person',
    siteId: AURORA.id,
    name: 'Ioanna Pappas',
    signInName: 'i.pappas',
    role: 'IT',
    jobProfile: 'officer-in-charge',
    active: true,
    granted: [],
    denied: [],
    createdAt: '2026-01-01T00:00:00.000Z',
  });
});
afterEach(() => ship.close());

function receive(collection: CollectionName, record: object): void {
  // What the tests hand in is made of JSON.
  ship.store.receive((writer, changed) => changed(writer.write(collection, record as StoredRecord, false)));
}

/** It comes from the server, and the ship takes it. */
function comesIn(said: string, more: Partial<IncidentCall> = {}): void {
  made += 1;
  receive('incidents', {
    id: `01950000-0000-7000-8000-0000000d${String(made).padStart(4, '0')}`,
    kind: 'incident-call',
    siteId: AURORA.id,
    callKind: 'sms',
    fromNumber: NUMBER,
    said,
    claimedId: OFFICER,
    claimedName: 'Ioanna Pappas',
    mayReport: true,
    mayAcknowledge: true,
    receivedAt: `2026-03-01T02:00:0${made}.000Z`,
    handledAt: null,
    outcome: 'waiting',
    incidentId: null,
    ...more,
  });
  ship.timers.runDue();
}
const UNKNOWN = { claimedId: null, claimedName: '', mayReport: false, mayAcknowledge: false };
const taken = () =>
  ship.store.find(incidentCall, {}).map(({ outcome, refusedBecause }) => [outcome, refusedBecause]);
const asked = (input: object = {}, actor = MASTER) =>
  ship.queries.run<ReturnType<typeof calls.run>>(calls, input, actor);

describe('a call that the site refuses', () => {
  it.each([
    ['ACK', {}, 'not-called'],
    ['ACK 7', {}, 'no-such-incident'],
    ['ACK 1', {}, 'not-open'],
    ['ACK 1', { mayAcknowledge: false }, 'may-not-acknowledge'],
    ['ACK 1', UNKNOWN, 'unknown-acknowledges'],
    ['Fire in hold 3', UNKNOWN, 'unknown-not-taken'],
    ['Fire in hold 3', { mayReport: false }, 'may-not-report'],
    ['99', {}, 'not-understood'],
  ] as const)('“%s” says why (INC-84)', (said, more, because) => {
    const { id } = ship.run<{ id: string }>(incidentCommands.report, { title: 'Leak', severity: 'low' });
    ship.run(incidentCommands.resolve, { id, resolution: 'Tightened' });
    ship.run(incidentCommands.close, { id, rootCause: 'Wear', noActionBecause: 'Renewed anyway' });
    comesIn(said, more);
    expect(taken()).toEqual([['refused', because]]);
    expect(ship.store.find(incident, {})).toHaveLength(1);
  });

  it('is told quietly to those who would be called first, with what was said and why (INC-84)', () => {
    comesIn('ACK 7');
    comesIn('Fire in hold 3', UNKNOWN);
    expect(told).toEqual([
      {
        title: 'Nothing came of a text message from the number of Ioanna Pappas',
        text: '“ACK 7”: there is no incident of that number',
        severity: 'low',
        to: [OFFICER],
      },
      {
        title: 'Nothing came of a text message from +…567, which nobody here has',
        text: '“Fire in hold 3”: no reports are taken from numbers that are not known',
        severity: 'medium',
        to: [OFFICER],
      },
    ]);
    ship.timers.runDue();
    expect([told.length, ship.store.find(callRefusal, {}).length]).toEqual([2, 2]);
  });

  it('is told once, and nobody hears of one that was taken', () => {
    comesIn('Leak in the pump room');
    expect([taken(), told]).toEqual([[['reported', undefined]], []]);
  });
});

describe('the calls that came in', () => {
  it('are listed newest first with what came of them, page by page (INC-83)', () => {
    comesIn('Leak in the pump room');
    comesIn('ACK 7', { callKind: 'call' });
    const [report] = ship.store.find(incident, {});
    const first = asked({ limit: 1 });
    expect(first).toMatchObject({
      total: 2,
      rows: [
        {
          siteName: 'MV Aurora',
          callKind: 'call',
          claimedName: 'Ioanna Pappas',
          said: 'ACK 7',
          outcome: 'refused',
          refusedBecause: 'no-such-incident',
          incident: null,
        },
      ],
    });
    expect(asked({ cursor: first.next })).toMatchObject({
      next: null,
      rows: [
        { outcome: 'reported', refusedBecause: null, incident: { id: report?.id, number: report?.number } },
      ],
    });
    expect(asked({ outcome: 'reported' }).rows).toHaveLength(1);
  });

  it('show the number whole to who sees the numbers of others, else its last digits (INC-83)', () => {
    comesIn('ACK 7', UNKNOWN);
    const numbers = [MASTER, ASHORE, ON_WATCH].map((actor) => asked({}, actor).rows[0]?.fromNumber);
    expect(numbers).toEqual([NUMBER, NUMBER, '+…567']);
    expect(asked({}, ON_WATCH).rows[0]?.claimedName).toBeNull();
  });

  it('are shown to who handles incidents there, and to nobody else (INC-83)', () => {
    comesIn('ACK 7');
    expect(() => asked({}, personActor('IT', 'crew'))).toThrow('handle');
    const elsewhere = personActor('IP', 'master', '01950000-0000-7000-8000-00000000beef');
    expect(asked({}, elsewhere)).toEqual({ rows: [], next: null, total: 0 });
    expect(asked({}, personActor('AD', 'administrator', OFFICE.id)).total).toBe(1);
  });
});

it('there are words for each reason', () => {
  const keys = REFUSALS.map((because) => `callRefusal.${because}`);
  expect(keys.filter((key) => incidentWords[key] === undefined)).toEqual([]);
});

it('a call says how it is answered: at its site by the running number, unless two open incidents have it (INC-86)', () => {
  const ways: unknown[] = [];
  ship.store.onCommit(({ records }) => {
    for (const { notice, draft } of draftsOf(ship.store, ship.clock, records)) {
      if (notice.name === 'incidents.escalated') ways.push(draft.wayBack);
    }
  });
  const reportFire = () =>
    ship.run<{ id: string }>(incidentCommands.report, { title: 'Fire', severity: 'critical' }).id;
  const { kind: _kind, id: _id, ...first } = ship.store.record(incident, reportFire()) ?? {};
  // Of the site's other console.
  receive('incidents', {
    ...first,
    id: '01950000-0000-7000-8000-0000000e0001',
    kind: 'incident',
    number: 'AUR.2-INC-2026-0002',
    runningNumber: 2,
  });
  reportFire();
  const wayBack = (number: string | number) => ({ key: 'incidents.notify.wayBack', params: { number } });
  expect(ways).toEqual([
    { here: wayBack(1), elsewhere: wayBack('AUR-INC-2026-0001') },
    { here: wayBack('AUR-INC-2026-0002'), elsewhere: wayBack('AUR-INC-2026-0002') },
  ]);
});
