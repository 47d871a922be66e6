import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '#shared/kernel/assert.ts';
import type { JsonObject } from '#shared/kernel/canonical-json.ts';
import { withReferences } from '#shared/sync/compact/references.ts';
import { ExchangeResponse } from '#shared/sync/wire.ts';
import { decodeAnswer, refusalOf, type TestDevice } from '../testing/test-device.ts';
import { TestServer } from '../testing/test-server.ts';
import { patchIncident, type Persona, reportIncident, signUp } from '../testing/work.ts';
import { beginEpoch } from './epoch.ts';

let server: TestServer;
let vessel: TestDevice;
let master: Persona;
let incidentId: string;
let ref: number;

beforeEach(async () => {
  server = await TestServer.start();
  vessel = await server.enrolled('AUR');
  master = await signUp(vessel);
  incidentId = reportIncident(vessel, master);
  const { verdicts } = await vessel.exchange();
  const verdict = must(verdicts[0], 'the verdict');
  ref = verdict.status === 'applied' ? must(verdict.refs[0], 'a reference') : 0;
});
afterEach(() => server.stop());

function patch(place: string): void {
  vessel.append(patchIncident(master, { id: incidentId, siteId: master.siteId, base: 0 }, { place }));
}

/** The request with the incident named by a number. */
function requestWith(number: number): JsonObject {
  return withReferences(vessel.exchangeRequest(), (_collection, id) =>
    id === incidentId ? number : undefined,
  );
}

async function placeAtServer(): Promise<unknown> {
  const record = await server.inStorage(async (tx) => {
    const [found] = await tx.records([{ collection: 'incidents', id: incidentId }]);
    return found;
  });
  return record?.fields['place'];
}

test('a record named by its number is changed, and the chain is that of the id', async () => {
  patch('Hatch 3');
  const answer = decodeAnswer(ExchangeResponse, await vessel.tryExchange(requestWith(ref)));
  expect(answer.verdicts).toMatchObject([{ status: 'applied' }]);
  expect(await placeAtServer()).toBe('Hatch 3');
});

test('a number that the server never gave is refused, and nothing is changed', async () => {
  patch('Hatch 3');
  expect(refusalOf(await vessel.tryExchange(requestWith(ref + 1_000)))).toMatchObject({
    status: 409,
    code: 'refs-unknown',
  });
  expect(await placeAtServer()).not.toBe('Hatch 3');
});

test('a number of before the server was put back is refused, whatever it names now', async () => {
  patch('Hatch 3');
  const request = requestWith(ref);
  await server.inStorage((tx) => beginEpoch(tx, server.clock.now()));
  expect(refusalOf(await vessel.tryExchange(request))).toMatchObject({ code: 'refs-unknown' });
});
