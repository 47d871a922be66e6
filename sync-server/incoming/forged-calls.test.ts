import { afterEach, beforeEach, expect, test } from 'vitest';
import { incidentCall } from '#shared/domains/incidents/schema/call.ts';
import { putAsServer } from '../enrolment/put-as-server.ts';
import { vesselAndOffice } from '../testing/crewed.ts';
import { changeOf, type TestDevice } from '../testing/test-device.ts';
import type { TestServer } from '../testing/test-server.ts';
import { type Persona, reportIncident, testId } from '../testing/work.ts';

const AT = '2026-03-01T08:00:00.000Z';
const COMMAND = 'incidents.takeCall';

let server: TestServer;
let vessel: TestDevice;
let master: Persona;
let incidentId: string;

beforeEach(async () => {
  ({ server, vessel, master } = await vesselAndOffice());
  incidentId = reportIncident(vessel, master);
  await vessel.exchange();
});
afterEach(() => server.stop());

const program = () => ({ type: 'system' as const, id: vessel.id, name: '' });
const call = {
  callKind: 'sms',
  fromNumber: '+302101234567',
  said: 'ACK',
  claimedId: null,
  claimedName: '',
  mayReport: true,
  mayAcknowledge: true,
  receivedAt: AT,
  handledAt: null,
  outcome: 'waiting',
  incidentId: null,
};
/** As the server makes one. */
async function callCame(): Promise<string> {
  const id = testId();
  await server.inStorage((tx) =>
    putAsServer(tx, [
      {
        entity: incidentCall,
        id,
        siteId: master.siteId,
        fields: call,
        lane: 0,
        setAtMs: server.clock.now(),
        arrivedAtMs: server.clock.now(),
      },
    ]),
  );
  server.clock.advance(1_000);
  return id;
}
const acknowledged = () =>
  changeOf('incident', 'patch', incidentId, master.siteId, { acknowledgedAt: AT, acknowledgeDueAt: null });

test('a console acknowledges by no call that the server has not made, and by none twice', async () => {
  expect(await vessel.run({ command: COMMAND, actor: program(), changes: [acknowledged()] })).toMatchObject({
    status: 'rejected',
    code: 'rule-broken',
  });
  const id = await callCame();
  const taken = () =>
    changeOf('incident-call', 'patch', id, master.siteId, { handledAt: AT, outcome: 'acknowledged' });
  const take = () => vessel.run({ command: COMMAND, actor: program(), changes: [acknowledged(), taken()] });
  expect(await take()).toMatchObject({ status: 'applied' });
  expect(await take()).toMatchObject({ status: 'rejected', code: 'rule-broken' });
});

test('a console says of no other call that it was refused', async () => {
  const id = await callCame();
  const refused = changeOf('incident-call', 'patch', id, master.siteId, {
    handledAt: AT,
    outcome: 'refused',
    refusedBecause: 'not-called',
  });
  const told = (callId: string) =>
    changeOf('incident-call-refusal', 'insert', testId(), master.siteId, {
      callId,
      at: AT,
      toldIds: [],
      profiles: [],
    });
  const take = (...changes: ReturnType<typeof told>[]) =>
    vessel.run({ command: COMMAND, actor: program(), changes: [refused, ...changes] });
  for (const changes of [[told(testId())], [told(id), told(id)]]) {
    expect(await take(...changes)).toMatchObject({ status: 'rejected', code: 'rule-broken' });
  }
  expect(await take(told(id))).toMatchObject({ status: 'applied' });
});

test('a console makes no call up', async () => {
  const made = changeOf('incident-call', 'insert', testId(), master.siteId, call);
  expect(await vessel.run({ command: COMMAND, actor: program(), changes: [made] })).toMatchObject({
    status: 'rejected',
    code: 'write-not-declared',
  });
});
