import { afterEach, beforeEach, expect, it } from 'vitest';
import type { StoredRecord } from '#shared/kernel/define-entity.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import {
  AURORA,
  MASTER,
  OFFICE,
  personActor,
  type TestConsole,
  testConsole,
} from '#tests/support/test-console.ts';
import { siteRecord } from '#tests/support/site-record.ts';
import { incidentCommands } from '../commands.ts';
import { incidentQueries } from '../queries.ts';
import { type Incident, incident, incidentEvent } from '../schema.ts';

const { report, merge, unmerge, close } = incidentCommands;
const DPA = personActor('IC', 'dpa', OFFICE.id);

let ship: TestConsole;
let office: TestConsole;
let aboard: RecordId;
let ashore: RecordId;
beforeEach(() => {
  ship = testConsole({ runTimers: false });
  office = testConsole({ site: OFFICE, runTimers: false });
  const fire = { title: 'Fire in the engine room', severity: 'high', type: 'fire' };
  aboard = ship.run<{ id: RecordId }>(report, fire, MASTER).id;
  const heard = { ...fire, title: 'MV Aurora: fire in engine room' };
  ashore = office.run<{ id: RecordId }>(report, heard, DPA).id;
  bring(office, { ...siteRecord(AURORA) }, 'settings');
  bring(office, plain(ship, aboard), 'incidents');
});
afterEach(() => {
  ship.close();
  office.close();
});

/** As an exchange brings it. */
function bring(to: TestConsole, record: StoredRecord, collection: 'incidents' | 'settings'): void {
  to.store.receive((writer, changed) => changed(writer.write(collection, record, false)));
}

function plain(from: TestConsole, id: RecordId): StoredRecord {
  return JSON.parse(JSON.stringify(from.store.record(incident, id)));
}

const stand = (at: TestConsole, id: RecordId): Incident | undefined => at.store.record(incident, id);
const story = (at: TestConsole, id: RecordId) =>
  at.store
    .find(incidentEvent, { incidentId: id })
    .filter(({ type }) => type === 'merged')
    .map(({ labelKey, siteId, labelParams }) => [labelKey.split('.').at(-1), siteId, labelParams['number']]);

function refused(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  throw new Error('it was not refused');
}

it('INC-36: the ship’s and the office’s report of one event are merged at the office, and it is undone there', () => {
  const likely = office.queries.run<ReturnType<typeof incidentQueries.likelyDuplicates.run>>(
    incidentQueries.likelyDuplicates,
    { id: ashore },
    DPA,
  );
  expect(likely).toMatchObject([{ id: aboard, likenesses: ['type', 'site', 'words', 'time'] }]);
  office.run(merge, { id: ashore, intoId: aboard }, DPA);
  expect(stand(office, ashore)).toMatchObject({ stage: 'resolved', resolution: 'Same as AUR-INC-2026-0001' });
  expect([story(office, ashore), story(office, aboard)]).toEqual([
    [['mergedInto', OFFICE.id, 'AUR-INC-2026-0001']],
    [['mergedFrom', AURORA.id, 'OFF-INC-2026-0001']],
  ]);
  office.run(unmerge, { id: ashore }, DPA);
  expect(stand(office, ashore)).toMatchObject({ stage: 'reopened', mergedIntoId: null, resolution: null });
  expect(story(office, aboard).at(-1)).toEqual(['unmerged', AURORA.id, 'OFF-INC-2026-0001']);
});

it('is left to an office where the other is not written here, or to who reaches both', () => {
  bring(ship, siteRecord(OFFICE), 'settings');
  bring(ship, plain(office, ashore), 'incidents');
  const ofBoth = personActor('AD', 'administrator');
  expect(refused(() => ship.run(merge, { id: aboard, intoId: ashore }, ofBoth))).toBe('rule-broken');
  const clerk = personActor('IP', 'duty-officer', OFFICE.id);
  expect(refused(() => office.run(merge, { id: ashore, intoId: aboard }, clerk))).toBe('forbidden');
});

it('is closed and undone on board too, where the one that it is the same as is not held', () => {
  office.run(merge, { id: aboard, intoId: ashore }, DPA);
  bring(ship, plain(office, aboard), 'incidents');
  ship.run(close, { id: aboard }, MASTER);
  expect(stand(ship, aboard)).toMatchObject({ stage: 'closed', rootCause: 'Same as OFF-INC-2026-0001' });
  bring(ship, plain(office, aboard), 'incidents');
  ship.run(unmerge, { id: aboard }, MASTER);
  expect(stand(ship, aboard)).toMatchObject({ stage: 'reopened', mergedIntoId: null, resolution: null });
  expect(story(ship, aboard).at(-1)).toEqual(['unmergedFrom', AURORA.id, 'OFF-INC-2026-0001']);
});
