import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '#shared/kernel/assert.ts';
import { ownSchemas, schemasId } from '#shared/sync/schemas.ts';
import { witnessText } from '#shared/sync/witness.ts';
import { fromHex, isSignedBy } from '../crypto.ts';
import { serverKey } from '../server-key.ts';
import type { TestDevice } from '../testing/test-device.ts';
import { TestServer } from '../testing/test-server.ts';
import { type Persona, reportIncident, signUp } from '../testing/work.ts';
import { HOUR_MS } from '#shared/kernel/durations.ts';

let server: TestServer;
let vessel: TestDevice;
let keeper: Persona;
beforeEach(async () => {
  server = await TestServer.start();
  vessel = await server.enrolled('AUR');
  keeper = await signUp(vessel);
  server.clock.advance(HOUR_MS);
});
afterEach(() => server.stop());

test('the head of a chain is countersigned for its console, with the time of the server', async () => {
  reportIncident(vessel, keeper);
  const { seq, atMs, signature } = must((await vessel.exchange()).witness, 'a countersignature');
  expect([seq, atMs]).toEqual([vessel.journal.length, server.clock.now()]);
  const { publicKeyHex } = await server.inStorage((tx) => serverKey(tx));
  const isOver = (deviceId: string, hash: string) =>
    isSignedBy(fromHex(publicKeyHex), witnessText(deviceId, { seq, atMs, hash }), signature);
  const { hash } = vessel.headAt(seq);
  expect([isOver(vessel.id, hash), isOver('another', hash), isOver(vessel.id, '0'.repeat(64))]).toEqual([
    true,
    false,
    false,
  ]);
});

test('a chain is countersigned now and then, again when the answer was lost, and not while it stands still', async () => {
  const came: boolean[] = [];
  const exchange = async () => came.push((await vessel.exchange()).witness !== undefined);
  reportIncident(vessel, keeper);
  await exchange();
  vessel.turn -= 1;
  await exchange();
  reportIncident(vessel, keeper);
  await exchange();
  server.clock.advance(HOUR_MS);
  await exchange();
  server.clock.advance(HOUR_MS);
  await exchange();
  expect(came).toEqual([true, true, false, true, false]);
});

test('what stands behind a gap is not countersigned', async () => {
  reportIncident(vessel, keeper);
  const last = vessel.journal.length;
  reportIncident(vessel, keeper);
  const [, newest] = vessel.journal.slice(last - 1);
  const request = vessel.exchangeRequest({
    entries: [must(newest, 'the newest entry')],
    head: vessel.headAt(last - 1),
    lastSeq: last + 1,
  });
  expect((await vessel.exchange(request)).witness).toBeUndefined();
});

test('an older program is told of none', async () => {
  reportIncident(vessel, keeper);
  const { 'second-factor': _new, ...older } = ownSchemas();
  const request = vessel.exchangeRequest({ schemas: schemasId(older), schemaTable: older });
  expect((await vessel.exchange(request)).witness).toBeUndefined();
});
