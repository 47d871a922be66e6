import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '#shared/kernel/canonical-json.ts';
import type { Change } from '#shared/sync/entry.ts';
import { addPerson, vesselAndOffice } from '../testing/crewed.ts';
import { changeOf, type TestDevice } from '../testing/test-device.ts';
import type { TestServer } from '../testing/test-server.ts';
import { actorStamp, type Persona, reportIncident, testId } from '../testing/work.ts';

const AT = '2026-03-01T08:00:00.000Z';
const LATER = '2026-03-01T09:00:00.000Z';
const LESSONS = { rootCause: 'A worn seal', correctiveAction: 'Changed it' };

let server: TestServer;
let vessel: TestDevice;
let office: TestDevice;
/** Who asks; the others may approve. */
let mate: Persona;
let master: Persona;
let dpa: Persona;
let incidentId: string;
let approvalId: string;

beforeEach(async () => {
  ({ server, vessel, office, master, dpa } = await vesselAndOffice());
  mate = await addPerson(vessel, master, 'AP');
  incidentId = reportIncident(vessel, master);
  await vessel.exchange();
  const resolved = { stage: 'resolved', stageEnteredAt: AT, progressedAt: AT, resolvedAt: AT };
  expect(await verdictOn(vessel, mate, 'incidents.resolve', [onIncident(resolved)])).toBe('applied');
  approvalId = testId();
});
afterEach(() => server.stop());

const onIncident = (fields: JsonObject, id = incidentId): Change =>
  changeOf('incident', 'patch', id, master.siteId, fields);
const onApproval = (fields: JsonObject): Change =>
  changeOf('incident-approval', 'patch', approvalId, master.siteId, fields);
const closed = { stage: 'closed', stageEnteredAt: LATER, progressedAt: LATER, closedAt: LATER, ...LESSONS };
const made = { endedAt: LATER, endedBecause: 'made' };

function asking(fields: JsonObject = {}): Change {
  return changeOf('incident-approval', 'insert', approvalId, master.siteId, {
    incidentId,
    move: 'closed',
    text: '',
    ...LESSONS,
    noActionBecause: '',
    profiles: ['administrator'],
    askedAt: AT,
    askedById: mate.id,
    askedByName: mate.name,
    decision: null,
    decidedAt: null,
    decidedById: null,
    decidedByName: null,
    note: '',
    endedAt: null,
    endedBecause: null,
    ...fields,
  });
}

const decided = (by: Persona, decision = 'approved'): JsonObject => ({
  decision,
  decidedAt: LATER,
  decidedById: by.id,
  decidedByName: by.name,
});

async function verdictOn(
  at: TestDevice,
  by: Persona | null,
  command: string,
  changes: readonly Change[],
): Promise<string> {
  const actor = by === null ? {} : { actor: actorStamp(by) };
  const verdict = await at.run({ command, changes: [...changes], ...actor });
  return verdict.status === 'rejected' ? verdict.code : verdict.status;
}

const asks = (fields?: JsonObject) => verdictOn(vessel, mate, 'incidents.close', [asking(fields)]);
const approves = (by: Persona, ...more: readonly Change[]) =>
  verdictOn(vessel, by, 'incidents.approve', [onApproval({ ...decided(by), ...made }), ...more]);

describe('an approval (INC-79)', () => {
  test('is asked for without being given in the same breath', async () => {
    expect(await asks({ ...decided(mate) })).toBe('forbidden');
    expect(await asks({ decision: 'approved' })).toBe('forbidden');
    expect(await asks()).toBe('applied');
  });

  test('is not given by whoever asked, nor in another’s name, nor by another job', async () => {
    await asks();
    expect(await approves(mate)).toBe('forbidden');
    const inAnothersName = [onApproval({ ...decided(master), ...made })];
    expect(await verdictOn(vessel, mate, 'incidents.approve', inAnothersName)).toBe('forbidden');
    expect(await approves(master)).toBe('applied');
    approvalId = testId();
    await asks({ profiles: ['dpa'] });
    expect(await approves(master)).toBe('forbidden');
  });

  test('moves the incident where it was asked to, and no other', async () => {
    await asks();
    const elsewhere = { stage: 'reopened', stageEnteredAt: LATER, progressedAt: LATER };
    expect(await approves(master, onIncident(elsewhere))).toBe('rule-broken');
    const other = reportIncident(vessel, master, { runningNumber: 8 });
    await vessel.exchange();
    expect(await approves(master, onIncident({ ...elsewhere, stage: 'resolved' }, other))).toBe(
      'rule-broken',
    );
    expect(await approves(master, onIncident(closed))).toBe('applied');
  });

  test('is given or refused once', async () => {
    await asks();
    const refuses = (by: Persona) =>
      verdictOn(vessel, by, 'incidents.refuseApproval', [
        onApproval({ ...decided(by, 'refused'), endedAt: LATER, endedBecause: 'refused' }),
      ]);
    expect(await refuses(mate)).toBe('forbidden');
    expect(await refuses(master)).toBe('applied');
    expect(await approves(master, onIncident(closed))).toBe('stage-not-allowed');
  });

  test('is withdrawn by whoever asked', async () => {
    await asks();
    const withdraws = (by: Persona) =>
      verdictOn(vessel, by, 'incidents.withdrawApproval', [
        onApproval({ endedAt: LATER, endedBecause: 'withdrawn' }),
      ]);
    expect(await withdraws(master)).toBe('forbidden');
    expect(await withdraws(mate)).toBe('applied');
    expect(await approves(master)).toBe('stage-not-allowed');
  });
});

describe('an approval given ashore (INC-80)', () => {
  const fromOffice = (...more: readonly Change[]) =>
    verdictOn(office, dpa, 'incidents.approve', [onApproval(decided(dpa)), ...more]);
  const moves = () =>
    verdictOn(vessel, null, 'incidents.makeApprovedMove', [onApproval(made), onIncident(closed)]);

  test('does not move the incident there; the home site does', async () => {
    await asks();
    expect(await fromOffice(onIncident(closed))).toBe('rule-broken');
    expect(await fromOffice()).toBe('applied');
    expect(await moves()).toBe('applied');
  });

  test('is what the home site needs to move it by itself', async () => {
    await asks();
    expect(await moves()).toBe('rule-broken');
  });
});
