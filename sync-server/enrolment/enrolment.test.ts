import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ENROLMENT_CODE_DAYS } from '#shared/sync/limits.ts';
import { refusalOf, send } from '../testing/test-device.ts';
import { TestServer } from '../testing/test-server.ts';
import { revokeDevice } from './administer.ts';
import { ATTEMPTS_MAX, ATTEMPTS_WINDOW_MS } from './attempts.ts';
import { DAY_MS } from '#shared/kernel/durations.ts';

let server: TestServer;

beforeEach(async () => {
  server = await TestServer.start();
});
afterEach(() => server.stop());

test('a code makes a device one of its site; the first is the home console, further ones count on', async () => {
  const first = await server.newDevice().enrol(await server.siteCode('AUR'));
  const second = await server.newDevice().enrol(await server.siteCode('AUR'));
  const other = await server.newDevice().enrol(await server.siteCode('OFF'));

  expect(first).toEqual({
    protocol: 2,
    organisationId: expect.any(String),
    organisationName: 'Meridian Lines',
    serverKey: expect.stringMatching(/^[0-9a-f]{64}$/),
    site: { id: expect.any(String), code: 'AUR', name: 'MV Aurora', kind: 'vessel', timeZone: 'UTC' },
    station: 1,
    serverTimeMs: server.clock.now(),
  });
  expect([second.station, other.station]).toEqual([2, 1]);
  expect(second.site).toEqual(first.site);
});

test('a code is read as people type it: any case, with or without dashes, O for 0 and L for 1', async () => {
  const code = await server.siteCode('AUR');
  const typed = code.replaceAll('-', ' ').toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l');
  expect((await server.newDevice().enrol(typed)).station).toBe(1);
});

test('enrolment takes JSON too, and answers in JSON', async () => {
  const request = server.newDevice().enrolRequest(await server.siteCode('AUR'));
  const answer = await send(server.url, {
    method: 'POST',
    path: '/v1/enrol',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(request)),
  });
  expect(JSON.parse(answer.body.toString('utf8'))).toMatchObject({ station: 1, site: { code: 'AUR' } });
});

test('a code works once', async () => {
  const code = await server.siteCode('AUR');
  await server.newDevice().enrol(code);
  expect(refusalOf(await server.newDevice().tryEnrol(code))).toEqual({ status: 403, code: 'code-used' });
});

test('a device whose answer was lost asks again with the same code and gets the same place', async () => {
  const code = await server.siteCode('AUR');
  const device = server.newDevice();
  const first = await device.enrol(code);
  expect(await device.enrol(code)).toEqual(first);
});

test('a forged code is unknown', async () => {
  const refused = await server.newDevice().tryEnrol('K7QM-2XPD-9FHT');
  expect(refusalOf(refused)).toEqual({ status: 403, code: 'code-unknown' });
});

test('a code older than its days is expired', async () => {
  const code = await server.siteCode('AUR');
  server.clock.advance(ENROLMENT_CODE_DAYS * DAY_MS);
  expect(refusalOf(await server.newDevice().tryEnrol(code))).toEqual({ status: 403, code: 'code-expired' });
});

test('a device that does not hold the key it introduces is refused, and the code stays good', async () => {
  const code = await server.siteCode('AUR');
  const device = server.newDevice();
  const stranger = server.newDevice();
  const request = { ...device.enrolRequest(code), publicKey: stranger.publicKeyHex };
  const answer = await send(server.url, {
    method: 'POST',
    path: '/v1/enrol',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(request)),
  });
  expect(refusalOf(answer)).toEqual({ status: 401, code: 'signature-wrong' });
  expect((await device.enrol(code)).station).toBe(1);
});

test('after too many wrong codes an address waits, even with a right one', async () => {
  for (let n = 0; n < ATTEMPTS_MAX; n += 1) await server.newDevice().tryEnrol(`WRONG-${n}-CODE`);
  const code = await server.siteCode('AUR');
  const refused = await server.newDevice().tryEnrol(code);
  expect(refusalOf(refused)).toEqual({ status: 429, code: 'too-many-attempts' });
  expect(refused.headers['retry-after']).toBe(String(ATTEMPTS_WINDOW_MS / 1000));

  server.clock.advance(ATTEMPTS_WINDOW_MS);
  expect((await server.newDevice().enrol(code)).station).toBe(1);
});

describe('founding codes', () => {
  const depot = {
    id: '0192f0c1-7e2a-7c3d-9a4b-0000000000ff',
    code: 'DEP',
    name: 'Depot',
    kind: 'warehouse',
    timeZone: 'UTC',
  } as const;

  test('the device brings its own site', async () => {
    const answer = await server.newDevice().enrol(await server.foundingCode(), depot);
    expect(answer).toMatchObject({ site: depot, station: 1 });
  });

  test('a device that brings none is told so', async () => {
    const refused = await server.newDevice().tryEnrol(await server.foundingCode());
    expect(refusalOf(refused)).toEqual({ status: 400, code: 'invalid-input' });
  });

  test('a site the organisation has already is not founded twice', async () => {
    await server.siteCode('AUR');
    const refused = await server.newDevice().tryEnrol(await server.foundingCode(), { ...depot, code: 'AUR' });
    expect(refusalOf(refused)).toEqual({ status: 409, code: 'already-exists' });
  });
});

test('a console that has a site of its own does not join another, and the code stays good', async () => {
  const code = await server.siteCode('AUR');
  const own = {
    id: '0192f0c1-7e2a-7c3d-9a4b-0000000000ff',
    code: 'DEP',
    name: 'Depot',
    kind: 'warehouse',
    timeZone: 'UTC',
  } as const;
  const refused = await server.newDevice().tryEnrol(code, own);
  expect(refusalOf(refused)).toEqual({ status: 400, code: 'already-set-up' });
  expect((await server.newDevice().enrol(code)).station).toBe(1);
});

test('a revoked device is refused from then on', async () => {
  const device = await server.enrolled('AUR');
  await device.exchange();
  await revokeDevice(server.storage, device.id, server.clock.now());
  expect(refusalOf(await device.tryExchange())).toEqual({ status: 403, code: 'device-revoked' });
});
