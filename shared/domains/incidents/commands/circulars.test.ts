import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must } from '#shared/kernel/assert.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import { DAY_MS } from '#shared/kernel/durations.ts';
import type { StoredRecord } from '#shared/kernel/define-entity.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import { draftsOf } from '#host/notify/draft-notices.ts';
import { recordOf } from '#host/store/record-writer.ts';
import { receive } from '#tests/support/receive.ts';
import { siteRecord } from '#tests/support/site-record.ts';
import {
  AURORA,
  MASTER,
  OFFICE,
  personActor,
  recordId,
  type TestConsole,
  testConsole,
} from '#tests/support/test-console.ts';
import { incidentCommands } from '../commands.ts';
import { circular, circulars } from '../queries/circulars.ts';
import { circularReceipt } from '../schema/circular.ts';

const { acknowledgeCircular, issueCircular, report, withdrawCircular } = incidentCommands;
const BOREAS = { ...AURORA, id: '01950000-0000-7000-8000-000000000003', code: 'BOR', name: 'MV Boreas' };
const DPA = personActor('AD', 'dpa', OFFICE.id);
const DAY_MINUTES = 24 * 60;

let office: TestConsole;
let ship: TestConsole;
/** Of what happened at the office, all that the server would pass on to the ship. */
let outbound: StoredRecord[];
/** Why people on board were told. */
let told: string[];

beforeEach(() => {
  outbound = [];
  told = [];
  office = testConsole({ site: OFFICE });
  ship = testConsole({ clock: office.clock });
  for (const at of [office, ship]) receive(at, 'settings', ...[AURORA, BOREAS, OFFICE].map(siteRecord));
  office.store.onCommit(({ records, entry }) => {
    if (entry === undefined) return;
    const made = records.map(({ document }) => recordOf(document));
    outbound.push(...made.filter((one) => one.siteId === AURORA.id || isAddressed(one)));
  });
  ship.store.onCommit(({ records }) => {
    for (const { draft } of draftsOf(ship.store, ship.clock, records)) {
      if (draft.route.includes('circulars')) told.push(draft.body.key);
    }
  });
});
afterEach(() => {
  office.close();
  ship.close();
});

function isAddressed({ siteIds }: StoredRecord): boolean {
  return Array.isArray(siteIds) && siteIds.includes(AURORA.id);
}

/** The link is there: what waits at the office comes on board. */
function arrive(): void {
  receive(ship, 'incidents', ...outbound.splice(0));
  ship.timers.runDue();
}

function issued(more: object = {}): { id: RecordId; circularId: RecordId; sites: number } {
  const { id } = office.run<{ id: RecordId }>(report, { title: 'Fire on MV Boreas', severity: 'low' }, DPA);
  const said = { title: 'Fire in paint stores', text: 'Keep the vents shut.', allShips: true };
  const made = office.run<{ circularId: RecordId; sites: number }>(
    issueCircular,
    { id, ...said, ...more },
    DPA,
  );
  return { id, ...made };
}

const inDays = (days: number) => isoOf(office.clock.now() + days * DAY_MS);
const listed = (at: TestConsole, actor = MASTER) =>
  at.queries.run<ReturnType<typeof circulars.run>>(circulars, {}, actor).rows;
const seen = (at: TestConsole, id: string, actor = MASTER) =>
  at.queries.run<ReturnType<typeof circular.run>>(circular, { id }, actor);
const receiptOn = (at: TestConsole, circularId: string) =>
  must(at.store.find(circularReceipt, { circularId, siteId: AURORA.id })[0], 'a receipt');

describe('a circular (INC-66)', () => {
  it('goes to all ships, or to the sites that were chosen, from an office alone', () => {
    expect(issued().sites).toBe(2);
    expect(issued({ allShips: false, siteIds: [BOREAS.id, BOREAS.id] }).sites).toBe(1);
    expect(() => issued({ allShips: false })).toThrow();
    expect(() => issued({ dueAt: inDays(-1) })).toThrow(/has passed/);
    const id = ship.run<{ id: RecordId }>(report, { title: 'Leak', severity: 'low' }).id;
    const more = { title: 'Leaks', text: 'Look for them.', allShips: true };
    expect(() => ship.run(issueCircular, { id, ...more })).toThrow(/of an office/);
  });

  it('is issued only by somebody who may act at each of its sites', () => {
    const { id } = office.run<{ id: RecordId }>(report, { title: 'Fire', severity: 'low' }, DPA);
    const ofOffice = personActor('IP', 'dpa', OFFICE.id);
    const said = { title: 'Fire', text: 'Keep the vents shut.', allShips: true };
    expect(() => office.run(issueCircular, { id, ...said }, ofOffice)).toThrow();
  });

  it('is read on board by those it was sent to, who learn nothing of the incident', () => {
    const { circularId, id } = issued({ asked: 'Check yours.' });
    const other = issued({ allShips: false, siteIds: [BOREAS.id] });
    arrive();
    expect(listed(ship)).toEqual([
      expect.objectContaining({ id: circularId, sites: 1, acknowledged: 0, isDoneHere: 0 }),
    ]);
    const shown = seen(ship, circularId);
    expect(shown).toMatchObject({
      from: null,
      circular: { text: 'Keep the vents shut.', asked: 'Check yours.' },
    });
    expect(shown.sites.map(({ siteName }) => siteName)).toEqual([AURORA.name]);
    expect(JSON.stringify(shown)).not.toContain(id);
    expect(JSON.stringify(shown)).not.toContain(BOREAS.id);
    expect(() => seen(ship, other.circularId)).toThrow(/no such circular/);
  });

  it('leads back to its incident at the office, and the incident to it', () => {
    const { circularId, id } = issued();
    expect(seen(office, circularId, DPA).from).toMatchObject({ id, title: 'Fire on MV Boreas' });
    const ofIt = office.queries.run<ReturnType<typeof circulars.run>>(circulars, { fromIncidentId: id }, DPA);
    expect(ofIt.rows.map((row) => row.id)).toEqual([circularId]);
    expect(() => seen(office, circularId, personActor('IT', 'crew', OFFICE.id))).toThrow(/no such circular/);
  });

  it('is told on board when it arrives, however late that is', () => {
    issued();
    ship.pass(3 * DAY_MINUTES);
    arrive();
    expect(told).toEqual(['incidents.notify.circular.arrived']);
  });
});

describe('what a site answers (INC-67)', () => {
  it('is said there, by somebody who handles things, once', () => {
    const { circularId } = issued();
    const { id: receiptId } = receiptOn(office, circularId);
    expect(() => office.run(acknowledgeCircular, { receiptId }, DPA)).toThrow(/at the site/);
    arrive();
    expect(() => ship.run(acknowledgeCircular, { receiptId }, personActor('IT'))).toThrow();
    ship.run(acknowledgeCircular, { receiptId, note: 'Two vents were open' });
    expect(() => ship.run(acknowledgeCircular, { receiptId })).toThrow(/acknowledged it already/);
    expect(seen(ship, circularId).own).toMatchObject({
      state: 'acknowledged',
      acknowledgedByName: MASTER.name,
      note: 'Two vents were open',
    });
  });

  it('is asked for when it is due and every three days after, until it is given', () => {
    const { circularId } = issued({ dueAt: inDays(2) });
    arrive();
    told = [];
    ship.pass(2 * DAY_MINUTES - 1);
    expect(told).toEqual([]);
    ship.pass(1);
    expect(told).toEqual(['incidents.notify.circular.due']);
    ship.pass(3 * DAY_MINUTES);
    expect(told).toHaveLength(2);
    ship.run(acknowledgeCircular, { receiptId: receiptOn(ship, circularId).id });
    ship.pass(4 * DAY_MINUTES);
    expect(told).toHaveLength(2);
  });

  it('is late at the office after its day, where it has not come', () => {
    const { circularId } = issued({ dueAt: inDays(1) });
    arrive();
    ship.run(acknowledgeCircular, { receiptId: receiptOn(ship, circularId).id });
    receive(office, 'incidents', { ...receiptOn(ship, circularId) });
    office.pass(DAY_MINUTES);
    expect(listed(office, DPA)).toEqual([expect.objectContaining({ sites: 2, acknowledged: 1, late: 1 })]);
    expect(seen(office, circularId, DPA).sites.map(({ siteName, state }) => [siteName, state])).toEqual([
      [AURORA.name, 'acknowledged'],
      [BOREAS.name, 'late'],
    ]);
  });

  it('is owed no more when it was withdrawn, with a reason', () => {
    const { circularId } = issued({ dueAt: inDays(1) });
    arrive();
    told = [];
    const aboard = personActor('AD', 'master');
    expect(() => ship.run(withdrawCircular, { circularId, reason: 'Wrong' }, aboard)).toThrow(/of an office/);
    office.run(withdrawCircular, { circularId, reason: 'It named the wrong vents' }, DPA);
    expect(() => office.run(withdrawCircular, { circularId, reason: 'Again' }, DPA)).toThrow(/withdrawn/);
    // The home site's own fields are its own.
    const standing = receiptOn(ship, circularId);
    receive(ship, 'incidents', ...outbound.splice(0).filter(({ kind }) => kind === 'incident-circular'), {
      ...standing,
      withdrawnAt: isoOf(office.clock.now()),
    });
    ship.pass(2 * DAY_MINUTES);
    expect(told).toEqual([]);
    expect(seen(ship, circularId)).toMatchObject({
      own: { state: 'withdrawn' },
      circular: { withdrawnBecause: 'It named the wrong vents' },
    });
    const { id: receiptId } = standing;
    expect(() => ship.run(acknowledgeCircular, { receiptId: recordId(receiptId) })).toThrow(/withdrawn/);
  });
});
