import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '#shared/kernel/canonical-json.ts';
import type { Change } from '#shared/sync/entry.ts';
import { addPerson, vesselAndOffice } from '../testing/crewed.ts';
import { changeOf, type TestDevice } from '../testing/test-device.ts';
import type { TestServer } from '../testing/test-server.ts';
import { actorStamp, type Persona, reportIncident, testId } from '../testing/work.ts';

const AT = '2026-03-01T08:00:00.000Z';

let server: TestServer;
let vessel: TestDevice;
let master: Persona;
let mate: Persona;
let crew: Persona;
let incidentId: string;

beforeEach(async () => {
  ({ server, vessel, master } = await vesselAndOffice());
  mate = await addPerson(vessel, master, 'AP');
  crew = await addPerson(vessel, master, 'IT');
  incidentId = reportIncident(vessel, master);
  await vessel.exchange();
});
afterEach(() => server.stop());

const following = (who: Persona, id = testId()): Change =>
  changeOf('incident-follower', 'insert', id, master.siteId, {
    incidentId,
    personId: who.id,
    personName: who.name,
    since: AT,
  });

const line = (by: Persona, more: JsonObject = {}): Change =>
  changeOf('incident-event', 'insert', testId(), master.siteId, {
    incidentId,
    type: 'commented',
    at: AT,
    byId: by.id,
    byName: by.name,
    consoleSiteId: master.siteId,
    consoleSiteName: 'MV Aurora',
    labelKey: 'incidents.event.commented',
    labelParams: {},
    text: 'Seen',
    ...more,
  });

async function verdictOn(command: string, change: Change, by: Persona) {
  const verdict = await vessel.run({ command, actor: actorStamp(by), changes: [change] });
  return verdict.status === 'rejected' ? verdict.code : verdict.status;
}

describe('following an incident', () => {
  test('is chosen and ended by nobody else', async () => {
    const id = testId();
    expect(await verdictOn('incidents.follow', following(mate), crew)).toBe('forbidden');
    expect(await verdictOn('incidents.follow', following(crew, id), crew)).toBe('applied');
    const gone = changeOf('incident-follower', 'delete', id, master.siteId, {});
    expect(await verdictOn('incidents.unfollow', gone, mate)).toBe('forbidden');
    expect(await verdictOn('incidents.unfollow', gone, crew)).toBe('applied');
  });
});

describe('a comment', () => {
  test('that is an update, or promises one, is by somebody who handles incidents', async () => {
    const update = { commentKind: 'update' };
    const promise = changeOf('incident', 'patch', incidentId, master.siteId, { nextUpdateAt: AT });
    expect(await verdictOn('incidents.comment', line(crew), crew)).toBe('applied');
    expect(await verdictOn('incidents.comment', line(crew, update), crew)).toBe('forbidden');
    expect(await verdictOn('incidents.comment', promise, crew)).toBe('forbidden');
    expect(await verdictOn('incidents.comment', line(mate, update), mate)).toBe('applied');
  });
});
