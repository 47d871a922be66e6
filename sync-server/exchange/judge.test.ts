import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '#shared/kernel/assert.ts';
import type { JsonObject } from '#shared/kernel/canonical-json.ts';
import { addPerson, crewedVessel } from '../testing/crewed.ts';
import { changeOf, type TestDevice } from '../testing/test-device.ts';
import type { TestServer } from '../testing/test-server.ts';
import {
  actorStamp,
  credentialFields,
  firstAdministrator,
  incidentFields,
  newPersonChanges,
  patchIncident,
  type Persona,
  personFields,
  reportIncident,
  signUp,
  testId,
} from '../testing/work.ts';

let server: TestServer;
let vessel: TestDevice;
let master: Persona;

beforeEach(async () => {
  ({ server, vessel, master } = await crewedVessel());
});
afterEach(() => server.stop());

test('a poisoned entry is rolled back alone, and the next ones are judged', async () => {
  const good = reportIncident(vessel, master);
  const poison = testId();
  vessel.append({
    command: 'incidents.report',
    actor: actorStamp(master),
    changes: [
      changeOf('incident', 'insert', poison, master.siteId, incidentFields(master, { runningNumber: 2 })),
      changeOf('incident', 'insert', testId(), master.siteId, incidentFields(master, { severityRank: 1 })),
    ],
  });
  vessel.append(patchIncident(master, { id: good, siteId: master.siteId, base: 0 }, { place: 'Bridge' }));
  const { verdicts } = await vessel.exchange();

  expect(verdicts).toMatchObject([
    { status: 'applied', version: 3 },
    { status: 'rejected', code: 'rule-broken', field: 'severityRank' },
    { status: 'applied', version: 4 },
  ]);
  expect(await server.inStorage((tx) => tx.records([{ collection: 'incidents', id: poison }]))).toEqual([]);
  expect(await server.inStorage((tx) => tx.entries(vessel.id, [3]))).toMatchObject([{ version: null }]);
});

describe('what an entry may write', () => {
  test('a command nobody knows is refused', async () => {
    expect(await vessel.run({ command: 'incidents.erase', actor: actorStamp(master) })).toMatchObject({
      code: 'command-unknown',
    });
  });

  test('a report of an incident can carry no person', async () => {
    const changes = newPersonChanges(master.siteId, 'SA');
    expect(
      await vessel.run({ command: 'incidents.report', actor: actorStamp(master), changes }),
    ).toMatchObject({
      code: 'write-not-declared',
    });
  });

  test('a kind can not be passed off under the collection of another', async () => {
    const change = {
      ...changeOf('incident', 'insert', testId(), master.siteId, incidentFields(master)),
      collection: 'files' as const,
    };
    expect(
      await vessel.run({ command: 'incidents.report', actor: actorStamp(master), changes: [change] }),
    ).toMatchObject({ code: 'write-not-declared' });
  });

  test('a record written with a newer schema waits for the newer server', async () => {
    const change = {
      ...changeOf('incident', 'insert', testId(), master.siteId, incidentFields(master)),
      schemaVersion: 99,
    };
    expect(
      await vessel.run({ command: 'incidents.report', actor: actorStamp(master), changes: [change] }),
    ).toMatchObject({ status: 'held', code: 'schema-too-new' });
  });

  test('one record is named once', async () => {
    const change = changeOf('incident', 'insert', testId(), master.siteId, incidentFields(master));
    expect(
      await vessel.run({ command: 'incidents.report', actor: actorStamp(master), changes: [change, change] }),
    ).toMatchObject({ code: 'invalid-input', field: 'changes' });
  });

  test.each([
    ['an unknown field', 'amend', { wing: 'port' }, 'write-not-declared'],
    ['a field of another command', 'amend', { stage: 'resolved' }, 'write-not-declared'],
    ['another site', 'amend', { siteId: 'x' }, 'write-not-declared'],
    ['a value out of range', 'escalate', { escalationLevel: 9 }, 'invalid-input'],
    ['a stage that may not follow', 'close', { stage: 'closed' }, 'stage-not-allowed'],
    ['a stage that is none', 'advance', { stage: 'sunk' }, 'stage-not-allowed'],
    ['a rank beside its severity', 'setSeverity', { severityRank: 1 }, 'rule-broken'],
  ])('a patch with %s is refused', async (_what, command, fields, code) => {
    const id = reportIncident(vessel, master);
    const incident = { id, siteId: master.siteId, base: 0 };
    const verdict = await vessel.run(patchIncident(master, incident, fields, `incidents.${command}`));
    expect(verdict).toMatchObject({ status: 'rejected', code });
  });

  test('a record that exists is not inserted again', async () => {
    const id = reportIncident(vessel, master);
    const changes = [changeOf('incident', 'insert', id, master.siteId, incidentFields(master))];
    expect(
      await vessel.run({ command: 'incidents.report', actor: actorStamp(master), changes }),
    ).toMatchObject({
      code: 'already-exists',
    });
  });

  test('a record that does not exist is not changed', async () => {
    const draft = patchIncident(
      master,
      { id: testId(), siteId: master.siteId, base: 0 },
      { place: 'Bridge' },
    );
    expect(await vessel.run(draft)).toMatchObject({ code: 'not-found' });
  });
});

describe('scope', () => {
  test("a vessel can neither change nor make a record of another vessel's", async () => {
    const other = await server.enrolled('BOR');
    const theirs = await signUp(other);
    const id = reportIncident(vessel, master);
    await vessel.exchange();
    const change = patchIncident(
      theirs,
      { id, siteId: master.siteId, base: 0 },
      { title: 'Nothing happened' },
    );
    expect(await other.run(change)).toMatchObject({ code: 'record-out-of-scope' });
    const moved = patchIncident(
      theirs,
      { id, siteId: theirs.siteId, base: 0 },
      { title: 'Nothing happened' },
    );
    expect(await other.run(moved)).toMatchObject({ code: 'record-out-of-scope' });
    expect((await other.exchange()).records).toEqual([]);
  });

  test('the office changes records of every site', async () => {
    const office = await server.enrolled('OFF');
    const dpa = await signUp(office);
    const id = reportIncident(vessel, master);
    await vessel.exchange();
    const incident = { id, siteId: master.siteId, base: 100 };
    expect(await office.run(patchIncident(dpa, incident, { place: 'Galley, port side' }))).toMatchObject({
      status: 'applied',
    });
  });

  test('nobody makes records of a site that does not exist', async () => {
    const office = await server.enrolled('OFF');
    const dpa = await signUp(office);
    reportIncident(office, { ...dpa, siteId: testId() });
    expect((await office.exchange()).verdicts).toMatchObject([{ code: 'record-out-of-scope' }]);
  });
});

describe('who acts', () => {
  test('somebody the server does not know is refused', async () => {
    reportIncident(vessel, { id: testId(), name: 'Nobody', siteId: master.siteId });
    expect((await vessel.exchange()).verdicts).toMatchObject([{ code: 'forbidden' }]);
  });

  test("a vessel's console can't act as somebody of the office, whatever their role", async () => {
    const office = await server.enrolled('OFF');
    const dpa = await signUp(office);
    reportIncident(vessel, { ...dpa, siteId: master.siteId });
    expect((await vessel.exchange()).verdicts).toMatchObject([{ code: 'forbidden' }]);
  });

  test('a person without the feature is refused, whatever the device says', async () => {
    const crew = await addPerson(vessel, master, 'IT');
    const id = reportIncident(vessel, crew);
    const verdict = await vessel.run(
      patchIncident(crew, { id, siteId: master.siteId, base: 0 }, { title: 'Other' }),
    );
    expect(verdict).toMatchObject({ code: 'forbidden' });
  });

  test('somebody who is no longer active is refused', async () => {
    const [found] = await server.inStorage((tx) => tx.records([{ collection: 'people', id: master.id }]));
    const person = must(found, 'the master');
    await server.inStorage((tx) =>
      tx.putRecords([{ ...person, fields: { ...person.fields, active: false } }]),
    );
    reportIncident(vessel, master);
    expect((await vessel.exchange()).verdicts).toMatchObject([{ code: 'forbidden' }]);
  });

  test('a console with no person behind it runs system commands only, and only the home console', async () => {
    const id = reportIncident(vessel, master);
    const change = (values: JsonObject) => ({
      changes: [changeOf('incident', 'patch', id, master.siteId, values)],
    });
    const asTimer = {
      command: 'incidents.markOverdue',
      ...change({ overdueAt: '2026-03-01T12:00:00.000Z' }),
    };
    expect(await vessel.run(asTimer)).toMatchObject({ status: 'applied' });
    expect(await vessel.run({ command: 'incidents.amend', ...change({ title: 'By nobody' }) })).toMatchObject(
      {
        code: 'forbidden',
      },
    );
    const second = await server.enrolled('AUR');
    await second.exchange();
    expect(await second.run(asTimer)).toMatchObject({ code: 'forbidden' });
  });

  test("the office's timers leave a vessel's records alone", async () => {
    const office = await server.enrolled('OFF');
    const id = reportIncident(vessel, master);
    await vessel.exchange();
    const changes = [
      changeOf('incident', 'patch', id, master.siteId, { overdueAt: '2026-03-01T12:00:00.000Z' }),
    ];
    expect(await office.run({ command: 'incidents.markOverdue', changes })).toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('people', () => {
  test('nobody gives a role above their own', async () => {
    const changes = newPersonChanges(master.siteId, 'SA');
    expect(await vessel.run({ command: 'people.add', actor: actorStamp(master), changes })).toMatchObject({
      code: 'forbidden',
      field: 'role',
    });
  });

  test('nobody grants features beyond the role when adding a person', async () => {
    const id = testId();
    const changes = [
      changeOf('person', 'insert', id, master.siteId, {
        ...personFields('IT'),
        granted: ['settings.manage'],
      }),
      changeOf('credential', 'insert', testId(), master.siteId, credentialFields(id)),
    ];
    expect(await vessel.run({ command: 'people.add', actor: actorStamp(master), changes })).toMatchObject({
      code: 'rule-broken',
    });
  });

  test('adding a person makes no second key to an account that exists', async () => {
    const changes = [
      newPersonChanges(master.siteId, 'IT')[0],
      changeOf('credential', 'insert', testId(), master.siteId, credentialFields(master.id)),
    ];
    expect(await vessel.run({ command: 'people.add', actor: actorStamp(master), changes })).toMatchObject({
      code: 'rule-broken',
    });
  });

  test('adding a person raises nobody else', async () => {
    const [person, credential] = newPersonChanges(master.siteId, 'IT');
    const raise = changeOf('person', 'patch', master.id, master.siteId, { role: 'SA' });
    expect(
      await vessel.run({
        command: 'people.add',
        actor: actorStamp(master),
        changes: [person, credential, raise],
      }),
    ).toMatchObject({ code: 'write-not-declared' });
  });

  test('a site has one first administrator', async () => {
    expect(await vessel.run(firstAdministrator(vessel).draft)).toMatchObject({ code: 'already-set-up' });
  });

  test('the first administrator of a vessel is no system administrator', async () => {
    const other = await server.enrolled('BOR');
    const changes = newPersonChanges(must(other.site, 'a site').id, 'SA');
    expect(await other.run({ command: 'people.createFirstAdministrator', changes })).toMatchObject({
      code: 'forbidden',
      field: 'role',
    });
  });

  test('a console that joined a site founds none', async () => {
    const id = testId();
    const fields = {
      code: 'NEW',
      name: 'New',
      siteKind: 'office',
      timeZone: 'UTC',
      imoNumber: null,
      active: true,
    };
    const changes = [changeOf('site', 'insert', id, id, fields)];
    const verdict = await vessel.run({ command: 'settings.foundSite', changes });
    expect(verdict).toMatchObject({ status: 'rejected', code: 'record-out-of-scope' });
  });
});
