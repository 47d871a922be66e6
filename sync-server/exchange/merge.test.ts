import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Change } from '#shared/sync/entry.ts';
import { vesselAndOffice } from '../testing/crewed.ts';
import { changeOf, type TestDevice } from '../testing/test-device.ts';
import type { TestServer } from '../testing/test-server.ts';
import { actorStamp, type Persona, reportIncident, testId } from '../testing/work.ts';

const AT = '2026-03-01T08:00:00.000Z';

let server: TestServer;
let vessel: TestDevice;
let office: TestDevice;
let master: Persona;
let dpa: Persona;
let aboard: string;
let alsoAboard: string;
let ashore: string;

beforeEach(async () => {
  ({ server, vessel, office, master, dpa } = await vesselAndOffice());
  aboard = reportIncident(vessel, master);
  alsoAboard = reportIncident(vessel, master, { runningNumber: 8 });
  ashore = reportIncident(office, dpa, { runningNumber: 9 });
  await vessel.exchange();
  await office.exchange();
});
afterEach(() => server.stop());

const siteOf = (id: string) => (id === ashore ? dpa.siteId : master.siteId);
const told = (id: string, by: Persona, siteId = siteOf(id)): Change =>
  changeOf('incident-event', 'insert', testId(), siteId, {
    incidentId: id,
    type: 'merged',
    at: AT,
    byId: by.id,
    byName: by.name,
    consoleSiteId: by.siteId,
    consoleSiteName: 'Where they are',
    labelKey: 'incidents.event.mergedFrom',
    labelParams: { number: 'X' },
    text: null,
  });

async function merges(
  device: TestDevice,
  by: Persona,
  [id, intoId]: readonly [string, string],
  lines = [told(id, by), told(intoId, by)],
): Promise<string> {
  const merged = { mergedIntoId: intoId, stage: 'resolved', stageEnteredAt: AT, resolvedAt: AT };
  const changes = [changeOf('incident', 'patch', id, siteOf(id), merged), ...lines];
  const verdict = await device.run({ command: 'incidents.merge', actor: actorStamp(by), changes });
  return verdict.status === 'rejected' ? verdict.code : verdict.status;
}

test('INC-36: an office merges across sites, either way', async () => {
  expect(await merges(office, dpa, [ashore, aboard])).toBe('applied');
  expect(await merges(office, dpa, [alsoAboard, ashore])).toBe('rule-broken');
  expect(await merges(office, dpa, [alsoAboard, aboard])).toBe('applied');
});

test('INC-36: a ship merges its own, and nothing with that of another site, however it tells of it', async () => {
  expect(await merges(vessel, master, [aboard, ashore], [told(aboard, master)])).toBe('not-found');
  const asIfItsOwn = [told(aboard, master), told(ashore, master, master.siteId)];
  expect(await merges(vessel, master, [aboard, ashore], asIfItsOwn)).toBe('rule-broken');
  expect(await merges(vessel, master, [aboard, ashore])).not.toBe('applied');
  expect(await merges(vessel, master, [aboard, alsoAboard])).toBe('applied');
});
