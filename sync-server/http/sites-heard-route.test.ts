import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR_MS } from '#shared/kernel/durations.ts';
import { SITES_HEARD_PATH, SitesHeardResponse } from '#shared/sync/sites-heard.ts';
import { revokeDevice } from '../enrolment/administer.ts';
import { vesselAndOffice } from '../testing/crewed.ts';
import { decodeAnswer, refusalOf, type TestDevice } from '../testing/test-device.ts';
import type { TestServer } from '../testing/test-server.ts';
import type { Persona } from '../testing/work.ts';

let server: TestServer;
let vessel: TestDevice;
let office: TestDevice;
let master: Persona;
let dpa: Persona;

beforeEach(async () => {
  ({ server, vessel, office, master, dpa } = await vesselAndOffice());
});
afterEach(() => server.stop());

const ask = (device: TestDevice, part: object = {}) => device.ask(SITES_HEARD_PATH, part);

test('INC-74: an office is told how long each site was not heard, and how long the server has listened', async () => {
  server.clock.advance(5 * HOUR_MS);
  await vessel.exchange();
  server.clock.advance(2 * HOUR_MS);
  expect(decodeAnswer(SitesHeardResponse, await ask(office))).toMatchObject({
    listenedForMs: 7 * HOUR_MS,
    sites: expect.arrayContaining([
      { siteId: master.siteId, quietMs: 2 * HOUR_MS },
      { siteId: dpa.siteId, quietMs: 0 },
    ]),
  });
});

test('of a site the console that was heard last counts, and none that was shut out', async () => {
  const second = await server.enrolled('AUR');
  server.clock.advance(HOUR_MS);
  await revokeDevice(server.storage, second.id, server.clock.now(), false);
  const { sites } = decodeAnswer(SitesHeardResponse, await ask(office)) as SitesHeardResponse;
  expect(sites.find(({ siteId }) => siteId === master.siteId)?.quietMs).toBe(HOUR_MS);
});

test('nobody but an office asks, nor in the name of another console, nor in another form', async () => {
  expect(refusalOf(await ask(vessel))).toMatchObject({ code: 'forbidden' });
  expect(refusalOf(await ask(office, { deviceId: vessel.id }))).toMatchObject({ code: 'signature-wrong' });
  expect(refusalOf(await ask(office, { siteId: master.siteId }))).toMatchObject({ code: 'invalid-input' });
  expect(refusalOf(await ask(office, { protocol: 1 }))).toMatchObject({ code: 'protocol-too-old' });
});
