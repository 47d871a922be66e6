import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UNKNOWN_ID } from '#shared/access/can.ts';
import type { JsonObject } from '#shared/kernel/canonical-json.ts';
import type { Change } from '#shared/sync/entry.ts';
import { addPerson, vesselAndOffice } from '../testing/crewed.ts';
import { changeOf, type TestDevice } from '../testing/test-device.ts';
import type { TestServer } from '../testing/test-server.ts';
import { actorStamp, incidentFields, type Persona, reportIncident, testId } from '../testing/work.ts';

const AT = '2026-03-01T08:00:00.000Z';
const LATER = '2026-03-01T09:00:00.000Z';
const COUNT = 'incidents.countAcknowledgement';

let server: TestServer;
let vessel: TestDevice;
let office: TestDevice;
/** Whoever is named, and whoever names them. */
let master: Persona;
let mate: Persona;
let dpa: Persona;
let incidentId: string;

beforeEach(async () => {
  ({ server, vessel, office, master, dpa } = await vesselAndOffice());
  mate = await addPerson(vessel, master, 'AP');
  incidentId = reportIncident(vessel, master);
  await vessel.exchange();
});
afterEach(() => server.stop());

const made = (kind: string, fields: JsonObject, id = testId()): Change =>
  changeOf(kind, 'insert', id, master.siteId, { incidentId, ...fields });

const patched = (kind: string, id: string, fields: JsonObject): Change =>
  changeOf(kind, 'patch', id, master.siteId, fields);

const line = (by: Pick<Persona, 'id' | 'name'>, type = 'commented'): Change =>
  made('incident-event', {
    type,
    at: AT,
    byId: by.id,
    byName: by.name,
    consoleSiteId: master.siteId,
    consoleSiteName: 'MV Aurora',
    labelKey: `incidents.event.${type}`,
    labelParams: {},
    text: 'Seen',
  });

const step = (by: Pick<Persona, 'id' | 'name'>): Change =>
  made('incident-escalation', {
    level: 2,
    trigger: 'manual',
    reason: 'It spreads',
    escalatedById: by.id,
    escalatedByName: by.name,
    at: AT,
    acknowledgeDueAt: null,
    calledBy: 'nobody',
    profiles: [],
    calledIds: [],
    calledNames: [],
    skippedLevels: [],
    isActive: true,
    endedAt: null,
    endedBecause: null,
    response: null,
  });

const acknowledgement = (by: Persona, id = testId()): Change =>
  made(
    'incident-acknowledgement',
    {
      level: 1,
      byId: by.id,
      byName: by.name,
      consoleSiteId: by.siteId,
      consoleSiteName: 'Where they are',
      at: AT,
      standsMs: 3_600_000,
      expiresAt: LATER,
      response: '',
      countedAt: null,
      lookAt: LATER,
      remindedAt: null,
      endedAt: null,
    },
    id,
  );

const task = (by: Persona): Change =>
  made('incident-action', {
    actionKind: 'corrective',
    code: null,
    text: 'Change the pump',
    ownerId: null,
    ownerName: null,
    dueAt: null,
    state: 'open',
    stateAt: AT,
    stateById: mate.id,
    stateByName: mate.name,
    outcome: '',
    madeAt: AT,
    madeByName: by.name,
    remindedAt: null,
    reminders: 0,
  });

const statement = (by: Persona): Change =>
  made('incident-witness', {
    name: 'Pat Doyle',
    capacity: 'Oiler',
    contact: '',
    statement: 'I smelt smoke.',
    takenAt: AT,
    takenById: by.id,
    takenByName: by.name,
  });

const report = (by: Persona): Change =>
  changeOf('incident', 'insert', testId(), master.siteId, incidentFields(by, { runningNumber: 9 }));

const acknowledged = (by: Pick<Persona, 'id' | 'name'>): Change =>
  patched('incident', incidentId, {
    acknowledgedAt: AT,
    acknowledgedById: by.id,
    acknowledgedByName: by.name,
  });

async function verdictOn(command: string, changes: readonly Change[], actor = actorStamp(mate)) {
  const verdict = await vessel.run({ command, actor, changes: [...changes] });
  return verdict.status === 'rejected' ? verdict.code : verdict.status;
}

const RECORDS: readonly (readonly [string, (by: Persona) => Change])[] = [
  ['incidents.report', report],
  ['incidents.escalate', step],
  ['incidents.acknowledge', acknowledgement],
  ['incidents.acknowledge', acknowledged],
  ['incidents.comment', line],
  ['incidents.addAction', task],
  ['incidents.takeStatement', statement],
];

describe('who did it, as a record says (INC-62)', () => {
  test.each(RECORDS)('%s: is who sent it, and nobody else', async (command, change) => {
    expect(await verdictOn(command, [change(master)])).toBe('forbidden');
    expect(await verdictOn(command, [change({ ...mate, name: master.name })])).toBe('forbidden');
    expect(await verdictOn(command, [change(mate)])).toBe('applied');
  });

  test('is refused with all that came with it', async () => {
    const verdict = await vessel.run({
      command: 'incidents.escalate',
      actor: actorStamp(mate),
      changes: [step(mate), line(master, 'escalated')],
    });
    expect(verdict).toMatchObject({ status: 'rejected', code: 'forbidden', field: 'byId' });
    expect((await office.exchange()).records.map(({ kind }) => kind)).not.toContain('incident-escalation');
  });

  test('keeps both halves, though a change sets one of them', async () => {
    const own = task(mate);
    expect(await verdictOn('incidents.addAction', [own])).toBe('applied');
    const done = (fields: JsonObject, by: Persona) =>
      verdictOn(
        'incidents.completeAction',
        [patched('incident-action', own.id, { state: 'done', ...fields })],
        actorStamp(by),
      );
    expect(await done({ stateByName: master.name }, mate)).toBe('forbidden');
    expect(await done({ stateById: master.id }, master)).toBe('forbidden');
    expect(await done({ stateById: master.id, stateByName: master.name }, master)).toBe('applied');
  });

  test('may be taken away', async () => {
    expect(await verdictOn('incidents.acknowledge', [acknowledged(mate)])).toBe('applied');
    const nobody = { acknowledgedAt: null, acknowledgedById: null, acknowledgedByName: null };
    expect(
      await verdictOn('incidents.escalate', [patched('incident', incidentId, nobody)], actorStamp(master)),
    ).toBe('applied');
  });

  test('is no person where a timer or somebody unnamed did it', async () => {
    const timer = { id: vessel.id, name: '' };
    const asTimer = async (change: Change) => {
      const verdict = await vessel.run({ command: 'incidents.markOverdue', changes: [change] });
      return verdict.status === 'rejected' ? verdict.code : verdict.status;
    };
    expect(await asTimer(step(master))).toBe('forbidden');
    expect(await asTimer(step({ ...timer, name: master.name }))).toBe('forbidden');
    expect(await asTimer(step(timer))).toBe('applied');
    const unnamed = { type: 'system', id: UNKNOWN_ID, name: '' } as const;
    expect(await verdictOn('incidents.report', [report(master)], unnamed)).toBe('forbidden');
  });
});

describe('an acknowledgement made ashore', () => {
  let ackId: string;
  const count = (by: Pick<Persona, 'id' | 'name'>) =>
    vessel.run({
      command: COUNT,
      changes: [acknowledged(by), patched('incident-acknowledgement', ackId, { countedAt: LATER })],
    });

  beforeEach(async () => {
    ackId = testId();
    const changes = [acknowledgement(dpa, ackId)];
    expect(
      await office.run({ command: 'incidents.acknowledge', actor: actorStamp(dpa), changes }),
    ).toMatchObject({ status: 'applied' });
    await vessel.exchange();
  });

  test('is counted on board in the name of whoever made it', async () => {
    expect(await count(dpa)).toMatchObject({ status: 'applied' });
  });

  test('is counted in nobody else’s name', async () => {
    expect(await count(master)).toMatchObject({ code: 'forbidden', field: 'acknowledgedById' });
    expect(await count({ ...dpa, name: master.name })).toMatchObject({ code: 'forbidden' });
  });

  test('names nobody where none is counted', async () => {
    expect(await vessel.run({ command: COUNT, changes: [acknowledged(dpa)] })).toMatchObject({
      code: 'forbidden',
    });
  });
});
