import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEVICES_PATH, DevicesResponse, OPEN_CODES_MAX } from '#shared/sync/devices.ts';
import { auditCommand, auditLabelKey } from '#shared/audit/notes.ts';
import { issueSiteCode, revokeDevice } from '../enrolment/administer.ts';
import { CBOR, decodeAnswer, refusalOf, send, type TestDevice } from '../testing/test-device.ts';
import { TestServer } from '../testing/test-server.ts';
import { actorStamp, type Persona, signUp } from '../testing/work.ts';
import { DAY_MS, HOUR_MS } from '#shared/kernel/durations.ts';

let server: TestServer;
let vessel: TestDevice;
let other: TestDevice;
let office: TestDevice;
let master: Persona;
let dpa: Persona;

beforeEach(async () => {
  server = await TestServer.start();
  vessel = await server.enrolled('AUR');
  other = await server.enrolled('BOR');
  office = await server.enrolled('OFF');
  master = await signUp(vessel);
  dpa = await signUp(office);
});
afterEach(() => server.stop());

type Asker = { readonly at: TestDevice; readonly as: Persona };
const atOffice = (): Asker => ({ at: office, as: dpa });
const onBoard = (): Asker => ({ at: vessel, as: master });

const frameFor = ({ at, as }: Asker, asked: object) => at.frame({ personId: as.id, asked });
const ask = ({ at, as }: Asker, asked: object, part: object = {}) =>
  at.ask(DEVICES_PATH, { personId: as.id, asked, ...part });

async function told(asker: Asker, asked: object = { act: 'list' }): Promise<DevicesResponse> {
  return decodeAnswer(DevicesResponse, await ask(asker, asked)) as DevicesResponse;
}

const refused = async (asker: Asker, asked: object, part: object = {}) =>
  refusalOf(await ask(asker, asked, part)).code;

const revocationOf = (device: TestDevice, part: object = {}) => ({
  act: 'revoke',
  ofDeviceId: device.id,
  reason: 'Left in a taxi',
  isWipeAsked: false,
  isOwnMeant: false,
  ...part,
});
const codeFor = (siteId: string, part: object = {}) => ({
  act: 'issue',
  purpose: { kind: 'site', siteId },
  days: 2,
  ...part,
});

/** What became of a person at the server, however that came about. */
async function change({ id }: Persona, fields: object): Promise<void> {
  await server.inStorage(async (tx) => {
    const [record] = await tx.records([{ collection: 'people', id }]);
    if (record === undefined) throw new Error('no such person');
    await tx.putRecords([{ ...record, fields: { ...record.fields, ...fields } }]);
  });
}

describe('the list', () => {
  test('tells an office of every console, site by site', async () => {
    server.clock.advance(HOUR_MS);
    await vessel.exchange();
    const heardAtMs = server.clock.now();
    server.clock.advance(HOUR_MS);
    const { reach, devices } = await told(atOffice());
    expect([reach, devices.map(({ id }) => id)]).toEqual(['company', [vessel.id, other.id, office.id]]);
    expect(devices[0]).toEqual({
      id: vessel.id,
      name: `Console ${vessel.id}`,
      siteId: master.siteId,
      siteName: 'MV Aurora',
      siteKind: 'vessel',
      station: 1,
      enrolledAtMs: heardAtMs - HOUR_MS,
      seenAtMs: heardAtMs,
      entries: 1,
      isIncomplete: false,
      forms: 'same',
      restores: 0,
      revoked: null,
    });
    expect(devices[1]).toMatchObject({ entries: 0, forms: 'unknown' });
  });

  test('tells a vessel of its own consoles, whoever asks there', async () => {
    expect((await told(onBoard())).devices.map(({ id }) => id)).toEqual([vessel.id]);
    await change(master, { role: 'SA' });
    const { reach, devices } = await told(onBoard());
    expect([reach, devices.map(({ id }) => id)]).toEqual(['site', [vessel.id]]);
  });

  test('tells of rights that were taken in an emergency, with reason and use', async () => {
    const params = { feature: 'incidents.close', reason: 'The master is ashore.', state: 'taken' };
    vessel.append({
      command: auditCommand('break-glass'),
      actor: actorStamp(master),
      label: { key: auditLabelKey('break-glass'), params },
    });
    await vessel.exchange();
    const right = {
      deviceId: vessel.id,
      name: master.name,
      feature: 'incidents.close',
      reason: 'The master is ashore.',
      fromMs: server.clock.now(),
      untilMs: server.clock.now() + HOUR_MS,
      used: 0,
    };
    expect((await told(atOffice())).rights).toEqual([right]);
    expect((await told(onBoard())).rights).toEqual([right]);
  });
});

describe('shutting out', () => {
  test('is told to the console at its next contact, and stands with who did it and why', async () => {
    const { devices } = await told(atOffice(), revocationOf(vessel));
    expect(devices.map(({ id }) => id)).toEqual([other.id, office.id, vessel.id]);
    expect(devices.at(-1)?.revoked).toEqual({
      atMs: server.clock.now(),
      by: dpa.name,
      reason: 'Left in a taxi',
      isWipeAsked: false,
    });
    expect(refusalOf(await vessel.tryExchange())).toEqual({ status: 403, code: 'device-revoked' });
    expect(await refused(onBoard(), { act: 'list' })).toBe('device-revoked');
  });

  test('can have the console erased, then or later, under the first reason', async () => {
    await told(atOffice(), revocationOf(vessel));
    const { devices } = await told(
      atOffice(),
      revocationOf(vessel, { reason: 'It is gone for good', isWipeAsked: true }),
    );
    expect(devices.find(({ id }) => id === vessel.id)?.revoked).toMatchObject({
      reason: 'Left in a taxi',
      isWipeAsked: true,
    });
  });

  test('ends the codes that were made at the console', async () => {
    const kept = await told(atOffice(), codeFor(master.siteId));
    const { issued } = await told(onBoard(), codeFor(master.siteId));
    const { codes, codesEnded } = await told(atOffice(), revocationOf(vessel));
    expect([codes.map(({ id }) => id), codesEnded]).toEqual([[kept.issued?.id], 1]);
    expect(refusalOf(await server.newDevice().tryEnrol(issued?.code ?? ''))).toMatchObject({
      code: 'code-expired',
    });
  });

  test('happens to the console that asks only if that is meant', async () => {
    expect(await refused(atOffice(), revocationOf(office))).toBe('rule-broken');
    const { devices } = await told(atOffice(), revocationOf(office, { isOwnMeant: true }));
    expect(devices.find(({ id }) => id === office.id)?.revoked).not.toBeNull();
    expect(await refused(atOffice(), { act: 'list' })).toBe('device-revoked');
  });

  test('of another site’s console is refused as if there were none', async () => {
    const answers = [
      await refused(onBoard(), revocationOf(other)),
      await refused(onBoard(), revocationOf(server.newDevice())),
    ];
    expect(answers).toEqual(['not-found', 'not-found']);
    expect((await other.exchange()).version).toBeGreaterThan(0);
  });
});

describe('codes', () => {
  test('take a console in, are told once, and are open until then', async () => {
    const { issued, codes } = await told(atOffice(), codeFor(master.siteId));
    const expiresAtMs = server.clock.now() + 2 * DAY_MS;
    expect(issued).toMatchObject({ siteName: 'MV Aurora', expiresAtMs });
    expect(codes).toEqual([
      {
        id: issued?.id,
        siteId: master.siteId,
        siteName: 'MV Aurora',
        madeBy: dpa.name,
        madeAtMs: server.clock.now(),
        expiresAtMs,
      },
    ]);
    expect((await told(onBoard())).codes).toEqual(codes);
    expect(JSON.stringify(await told(atOffice()))).not.toContain(issued?.code);
    const second = await server.newDevice().enrol(issued?.code ?? '');
    expect([second.site.code, second.station]).toEqual(['AUR', 2]);
    const after = await told(atOffice());
    expect([after.codes, after.devices.length]).toEqual([[], 4]);
  });

  test('become too old after their days', async () => {
    const { issued } = await told(atOffice(), codeFor(master.siteId, { days: 1 }));
    server.clock.advance(DAY_MS);
    expect((await told(atOffice())).codes).toEqual([]);
    const late = await server.newDevice().tryEnrol(issued?.code ?? '');
    expect(refusalOf(late)).toMatchObject({ code: 'code-expired' });
  });

  test('are withdrawn by who may see them', async () => {
    const { issued } = await told(atOffice(), codeFor(office.site?.id ?? ''));
    const withdrawal = { act: 'withdraw', codeId: issued?.id };
    expect(await refused(onBoard(), withdrawal)).toBe('not-found');
    expect((await told(atOffice(), withdrawal)).codes).toEqual([]);
    expect(await refused(atOffice(), withdrawal)).toBe('not-found');
    const late = await server.newDevice().tryEnrol(issued?.code ?? '');
    expect(refusalOf(late)).toMatchObject({ code: 'code-expired' });
  });

  test('of the server’s own command line are listed too, for their site', async () => {
    await issueSiteCode(server.storage, { siteCode: 'AUR', details: undefined }, server.clock.now());
    expect((await told(onBoard())).codes).toMatchObject([{ siteId: master.siteId, madeBy: '' }]);
  });

  test('found a site of the company, or let a console bring its own, at an office alone', async () => {
    const ship = { kind: 'new-site', code: 'CYG', name: 'MV Cygnus', siteKind: 'vessel', timeZone: 'UTC' };
    const { issued } = await told(atOffice(), { act: 'issue', purpose: ship, days: 7 });
    const { site, station } = await server.newDevice().enrol(issued?.code ?? '');
    expect([site, station]).toEqual([
      { id: expect.any(String), code: 'CYG', name: 'MV Cygnus', kind: 'vessel', timeZone: 'UTC' },
      1,
    ]);
    const news = await office.exchange();
    expect(news.records.map(({ id }) => id)).toContain(site.id);
    expect(await refused(atOffice(), { act: 'issue', purpose: ship, days: 7 })).toBe('already-exists');

    const own = { act: 'issue', purpose: { kind: 'own-site' }, days: 7 };
    expect((await told(atOffice(), own)).codes).toMatchObject([{ siteId: null, siteName: '' }]);
    await change(master, { role: 'SA' });
    expect([
      await refused(onBoard(), own),
      await refused(onBoard(), { act: 'issue', purpose: { ...ship, code: 'DRA' }, days: 7 }),
      (await told(onBoard())).codes,
    ]).toEqual(['forbidden', 'forbidden', []]);
  });

  test('are made for no other site, and for none that is not there', async () => {
    expect([
      await refused(onBoard(), codeFor(dpa.siteId)),
      await refused(onBoard(), codeFor('nowhere')),
      await refused(atOffice(), codeFor('nowhere')),
    ]).toEqual(['forbidden', 'forbidden', 'not-found']);
  });

  test('are not open without end', async () => {
    for (let made = 0; made < OPEN_CODES_MAX; made += 1) {
      await issueSiteCode(server.storage, { siteCode: 'AUR', details: undefined }, server.clock.now());
    }
    expect(await refused(atOffice(), codeFor(master.siteId))).toBe('rule-broken');
  });
});

describe('nobody looks after consoles', () => {
  const LIST = { act: 'list' };

  test('without the right, as the server’s own records say', async () => {
    await change(dpa, { denied: ['devices.manage'] });
    expect(await refused(atOffice(), LIST)).toBe('forbidden');
    await change(dpa, { denied: [], role: 'IC', jobProfile: 'dpa' });
    expect(await refused(atOffice(), LIST)).toBe('forbidden');
    await change(dpa, { granted: ['devices.manage'] });
    expect((await told(atOffice())).devices).toHaveLength(3);
    await change(dpa, { active: false });
    expect(await refused(atOffice(), LIST)).toBe('forbidden');
  });

  test('in the name of somebody who does not belong there, or of nobody', async () => {
    const nobody = { id: '0192f0c1-0000-7000-8000-000000000000', name: 'Nobody', siteId: '' };
    expect(await refused({ at: vessel, as: dpa }, LIST)).toBe('forbidden');
    expect(await refused({ at: office, as: nobody }, LIST)).toBe('forbidden');
  });

  test('from a console that was shut out, or that this company does not know', async () => {
    await revokeDevice(server.storage, vessel.id, server.clock.now());
    expect(await refused(onBoard(), LIST)).toBe('device-revoked');
    expect(await refused({ at: server.newDevice(), as: dpa }, LIST)).toBe('device-unknown');
  });

  test('of another company: its consoles are not there', async () => {
    const elsewhere = await TestServer.start();
    try {
      const stranger = elsewhere.newDevice('device-of-another-company');
      await stranger.enrol(await elsewhere.siteCode('AUR'));
      expect(await refused(atOffice(), revocationOf(stranger))).toBe('not-found');
      const asThere = { at: stranger.at(server.url), as: dpa };
      expect(await refused(asThere, LIST)).toBe('device-unknown');
    } finally {
      await elsewhere.stop();
    }
  });

  test('twice with one request, or in the name of another console', async () => {
    const body = frameFor(atOffice(), codeFor(master.siteId));
    office.counter += 1;
    const signed = office.signatureHeaders('POST', DEVICES_PATH, body, office.counter);
    const request = {
      method: 'POST',
      path: DEVICES_PATH,
      headers: { ...signed, ...CBOR },
      body,
    };
    expect((await send(server.url, request)).status).toBe(200);
    expect(refusalOf(await send(server.url, request)).code).toBe('replayed');
    expect((await told(atOffice())).codes).toHaveLength(1);
    expect(await refused(atOffice(), LIST, { deviceId: vessel.id })).toBe('signature-wrong');
  });

  test('with a body that was changed on the way', async () => {
    const headers = office.signatureHeaders(
      'POST',
      DEVICES_PATH,
      frameFor(atOffice(), LIST),
      office.counter + 1,
    );
    const body = frameFor(atOffice(), revocationOf(vessel));
    const request = {
      method: 'POST',
      path: DEVICES_PATH,
      headers: { ...headers, ...CBOR },
      body,
    };
    expect(refusalOf(await send(server.url, request)).code).toBe('signature-wrong');
  });

  test.each([
    ['a reason without end', revocationOfAny({ reason: 'x'.repeat(301) })],
    ['no reason', revocationOfAny({ reason: '  ' })],
    ['control characters', revocationOfAny({ reason: 'a\u0000b' })],
    ['turned text', revocationOfAny({ reason: '\u202egnp.exe' })],
    ['an id without end', revocationOfAny({ ofDeviceId: 'x'.repeat(37) })],
    ['more than was asked for', revocationOfAny({ siteId: '*' })],
    ['no day', { act: 'issue', purpose: { kind: 'own-site' }, days: 0 }],
    ['a year', { act: 'issue', purpose: { kind: 'own-site' }, days: 365 }],
    ['another act', { act: 'erase-everything' }],
    ['a code instead of its id', { act: 'withdraw', codeId: 'K7QM-2XPD-9FHT' }],
  ])('with %s', async (_what, asked) => {
    expect(await refused(atOffice(), asked)).toBe('invalid-input');
  });

  test('with a body larger than anything that could be meant', async () => {
    const asked = revocationOfAny({ reason: randomText(20_000) });
    expect(await refused(atOffice(), asked)).toBe('frame-too-large');
  });
});

function revocationOfAny(part: object): object {
  return {
    act: 'revoke',
    ofDeviceId: 'x',
    reason: 'Because',
    isWipeAsked: false,
    isOwnMeant: false,
    ...part,
  };
}

/** Text that no compression makes short. */
function randomText(characters: number): string {
  let state = 1;
  return Array.from({ length: characters }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(33 + (state % 90));
  }).join('');
}
