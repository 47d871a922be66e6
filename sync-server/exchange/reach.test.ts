import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JsonObject } from '#shared/kernel/canonical-json.ts';
import { crewedVessel } from '../testing/crewed.ts';
import { changeOf, type TestDevice } from '../testing/test-device.ts';
import type { TestServer } from '../testing/test-server.ts';
import {
  actorStamp,
  incidentFields,
  newPersonChanges,
  patchIncident,
  type Persona,
  testId,
} from '../testing/work.ts';

let server: TestServer;
let vessel: TestDevice;
let master: Persona;

beforeEach(async () => {
  ({ server, vessel, master } = await crewedVessel());
});
afterEach(() => server.stop());

/** Somebody at the vessel who sees less than the vessel. */
async function person(placed: JsonObject): Promise<Persona> {
  const [record, credential] = newPersonChanges(master.siteId, 'IP', 'Pat Doyle');
  const fields = { ...record.fields, jobProfile: 'crew', ...placed };
  await expectApplied('people.add', master, [{ ...record, fields }, credential]);
  return { id: record.id, name: 'Pat Doyle', siteId: master.siteId };
}

async function expectApplied(
  command: string,
  who: Persona,
  changes: Parameters<TestDevice['run']>[0]['changes'],
) {
  const verdict = await vessel.run({ command, actor: actorStamp(who), ...(changes && { changes }) });
  expect(verdict).toMatchObject({ status: 'applied' });
}

async function incident(values: JsonObject, by = master): Promise<string> {
  const id = testId();
  const fields = incidentFields(by, values);
  await expectApplied('incidents.report', by, [changeOf('incident', 'insert', id, master.siteId, fields)]);
  return id;
}

const verdictOf = async (run: Promise<{ readonly status: string }>) => (await run).status;
const amends = (who: Persona, id: string) =>
  verdictOf(vessel.run(patchIncident(who, { id, siteId: master.siteId, base: 0 }, { place: 'Bridge' })));
const comments = (who: Persona, incidentId: string) =>
  verdictOf(
    vessel.run({
      command: 'incidents.comment',
      actor: actorStamp(who),
      changes: [changeOf('incident-event', 'insert', testId(), master.siteId, eventFields(who, incidentId))],
    }),
  );

function eventFields(who: Persona, incidentId: string): JsonObject {
  return {
    incidentId,
    type: 'commented',
    at: '2026-03-01T08:00:00.000Z',
    byId: who.id,
    byName: who.name,
    consoleSiteId: who.siteId,
    consoleSiteName: 'MV Aurora',
    labelKey: 'incidents.event.commented',
    labelParams: {},
    text: 'Seen',
  };
}

test('who sees their team acts on its incidents and on no others', async () => {
  const who = await person({ rowScope: 'team', teamId: 'deck' });
  const [theirs, other] = [await incident({ teamId: 'deck' }), await incident({ teamId: 'engine' })];
  expect([await amends(who, theirs), await comments(who, theirs)]).toEqual(['applied', 'applied']);
  expect([await amends(who, other), await comments(who, other)]).toEqual(['rejected', 'rejected']);
});

test('who sees their own acts on what they reported or were given, until it is given to somebody else', async () => {
  const who = await person({ rowScope: 'own' });
  const [reported, given, other] = [
    await incident({}, who),
    await incident({ assigneeId: who.id }),
    await incident({}),
  ];
  expect([await amends(who, reported), await amends(who, given)]).toEqual(['applied', 'applied']);
  expect([await amends(who, other), await comments(who, other)]).toEqual(['rejected', 'rejected']);
  const handedOn = patchIncident(
    master,
    { id: given, siteId: master.siteId, base: 0 },
    { assigneeId: master.id, assigneeName: master.name },
    'incidents.assign',
  );
  expect(await vessel.run(handedOn)).toMatchObject({ status: 'applied' });
  expect([await amends(who, given), await comments(who, given)]).toEqual(['rejected', 'rejected']);
});

test('a partner reports an incident of their own with its timeline, and nothing on a site’s', async () => {
  const who = await person({ jobProfile: 'airline', organisationId: 'Sky Cargo' });
  const id = testId();
  const fields = incidentFields(who, { organisationId: 'Sky Cargo' });
  await expectApplied('incidents.report', who, [
    changeOf('incident', 'insert', id, master.siteId, fields),
    changeOf('incident-event', 'insert', testId(), master.siteId, {
      ...eventFields(who, id),
      type: 'reported',
    }),
  ]);
  expect(await comments(who, id)).toBe('applied');
  expect(await comments(who, await incident({}))).toBe('rejected');
  expect(await amends(who, id)).toBe('rejected');
});
