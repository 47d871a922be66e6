import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '#shared/kernel/canonical-json.ts';
import type { Change } from '#shared/sync/entry.ts';
import { vesselAndOffice } from '../testing/crewed.ts';
import { changeOf, type TestDevice } from '../testing/test-device.ts';
import type { TestServer } from '../testing/test-server.ts';
import { actorStamp, type Persona, signUp, testId } from '../testing/work.ts';

const AT = '2026-03-01T08:00:00.000Z';

let server: TestServer;
let office: TestDevice;
let vessel: TestDevice;
let other: TestDevice;
let dpa: Persona;
let master: Persona;
let otherMaster: Persona;
let circularId: string;
let receiptId: string;

beforeEach(async () => {
  ({ server, office, vessel, dpa, master } = await vesselAndOffice());
  other = await server.enrolled('BOR');
  otherMaster = await signUp(other);
  await other.exchange();
  circularId = testId();
  receiptId = testId();
});
afterEach(() => server.stop());

const circular = (siteId: string, by: Persona): Change =>
  changeOf('incident-circular', 'insert', circularId, siteId, {
    fromIncidentId: testId(),
    title: 'Fire in paint stores',
    text: 'Keep the vents shut.',
    asked: '',
    dueAt: null,
    siteIds: [master.siteId],
    issuedAt: AT,
    issuedById: by.id,
    issuedByName: by.name,
    withdrawnAt: null,
    withdrawnById: null,
    withdrawnByName: null,
    withdrawnBecause: '',
  });

const receipt = (siteId: string, more: JsonObject = {}): Change =>
  changeOf('incident-circular-receipt', 'insert', receiptId, siteId, {
    circularId,
    title: 'Fire in paint stores',
    dueAt: null,
    arrivedAt: null,
    acknowledgedAt: null,
    acknowledgedById: null,
    acknowledgedByName: null,
    note: '',
    remindedAt: null,
    withdrawnAt: null,
    ...more,
  });

async function verdictOn(device: TestDevice, command: string, changes: readonly Change[], by: Persona) {
  const verdict = await device.run({ command, actor: actorStamp(by), changes: [...changes], lane: 2 });
  return verdict.status === 'rejected' ? verdict.code : verdict.status;
}

const issue = () =>
  verdictOn(office, 'incidents.issueCircular', [circular(dpa.siteId, dpa), receipt(master.siteId)], dpa);
const kindsAt = async (device: TestDevice) =>
  (await device.exchange()).records.map(({ kind }) => kind).filter((kind) => kind.includes('circular'));

describe('a circular', () => {
  test('comes to the sites that it names, and to no other', async () => {
    expect(await issue()).toBe('applied');
    expect((await kindsAt(vessel)).toSorted()).toEqual(['incident-circular', 'incident-circular-receipt']);
    expect(await kindsAt(other)).toEqual([]);
  });

  test('is issued by an office, unanswered, to the sites that it names', async () => {
    const command = 'incidents.issueCircular';
    const own = [circular(master.siteId, master), receipt(master.siteId)];
    expect(await verdictOn(vessel, command, own, master)).toBe('rule-broken');
    const beside = [circular(dpa.siteId, dpa), receipt(otherMaster.siteId)];
    expect(await verdictOn(office, command, beside, dpa)).toBe('rule-broken');
    const answered = [circular(dpa.siteId, dpa), receipt(master.siteId, { acknowledgedAt: AT })];
    expect(await verdictOn(office, command, answered, dpa)).toBe('rule-broken');
    expect(await issue()).toBe('applied');
  });

  test('is acknowledged at its site alone, and in nobody else’s name', async () => {
    await issue();
    await vessel.exchange();
    const command = 'incidents.acknowledgeCircular';
    const by = (who: Persona) => [
      changeOf('incident-circular-receipt', 'patch', receiptId, master.siteId, {
        acknowledgedAt: AT,
        acknowledgedById: who.id,
        acknowledgedByName: who.name,
        note: '',
      }),
    ];
    expect(await verdictOn(office, command, by(dpa), dpa)).toBe('rule-broken');
    expect(await verdictOn(other, command, by(otherMaster), otherMaster)).not.toBe('applied');
    expect(await verdictOn(vessel, command, by(dpa), master)).toBe('forbidden');
    expect(await verdictOn(vessel, command, by(master), master)).toBe('applied');
  });

  test('is withdrawn by no ship', async () => {
    await issue();
    await vessel.exchange();
    const gone = changeOf('incident-circular-receipt', 'patch', receiptId, master.siteId, {
      withdrawnAt: AT,
    });
    expect(await verdictOn(vessel, 'incidents.withdrawCircular', [gone], master)).toBe('rule-broken');
    expect(await verdictOn(office, 'incidents.withdrawCircular', [gone], dpa)).toBe('applied');
  });
});
