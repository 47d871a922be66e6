import { afterEach, beforeEach, expect, test } from 'vitest';
import { COMPANY_JOURNAL_PATH, CompanyJournalResponse } from '#shared/sync/company-journal.ts';
import { chainHashOfText } from '#shared/sync/entry.ts';
import { hex, sha256 } from '../crypto.ts';
import { decodeAnswer, refusalOf, type TestDevice } from '../testing/test-device.ts';
import { TestServer } from '../testing/test-server.ts';
import { patchIncident, type Persona, reportIncident, signUp } from '../testing/work.ts';
import { HOUR_MS } from '#shared/kernel/durations.ts';

let server: TestServer;
let vessel: TestDevice;
let office: TestDevice;
let master: Persona;
let dpa: Persona;

beforeEach(async () => {
  server = await TestServer.start();
  vessel = await server.enrolled('AUR');
  office = await server.enrolled('OFF');
  master = await signUp(vessel);
  server.clock.advance(HOUR_MS);
  dpa = await signUp(office);
});
afterEach(() => server.stop());

const ask = (device: TestDevice, part: object = {}) =>
  device.ask(COMPANY_JOURNAL_PATH, {
    personId: dpa.id,
    siteId: null,
    ofDeviceId: null,
    fromMs: null,
    toMs: null,
    recordIds: null,
    after: null,
    limit: 50,
    ...part,
  });

async function told(part: object = {}): Promise<CompanyJournalResponse> {
  return decodeAnswer(CompanyJournalResponse, await ask(office, part)) as CompanyJournalResponse;
}

const places = ({ entries }: CompanyJournalResponse) => entries.map(({ deviceId, seq }) => [deviceId, seq]);

async function report(): Promise<string> {
  const id = reportIncident(vessel, master);
  await vessel.exchange();
  return id;
}

test('an office reads what every console did, newest arrival first, with texts that fit their chain', async () => {
  server.clock.advance(HOUR_MS);
  await report();
  const answer = await told();
  expect([places(answer), answer.next]).toEqual([
    [
      [vessel.id, 2],
      [office.id, 1],
      [vessel.id, 1],
    ],
    null,
  ]);
  expect(answer.consoles).toEqual(
    expect.arrayContaining([
      { id: vessel.id, name: `Console ${vessel.id}`, siteId: master.siteId, siteName: 'MV Aurora' },
      { id: office.id, name: `Console ${office.id}`, siteId: dpa.siteId, siteName: 'Piraeus Office' },
    ]),
  );
  const [second, , first] = answer.entries;
  const hash = chainHashOfText(sha256, Buffer.from(first?.hash ?? '', 'hex'), second?.text ?? '');
  expect(hex(hash)).toBe(second?.hash);
});

test('it is cut to a site, a console, a time and records', async () => {
  const startMs = server.clock.now();
  server.clock.advance(HOUR_MS);
  const id = await report();
  server.clock.advance(HOUR_MS);
  await report();
  expect(places(await told({ siteId: dpa.siteId }))).toEqual([[office.id, 1]]);
  expect(places(await told({ ofDeviceId: vessel.id }))).toHaveLength(3);
  expect(places(await told({ siteId: dpa.siteId, ofDeviceId: vessel.id }))).toEqual([]);
  expect(places(await told({ fromMs: startMs + HOUR_MS, toMs: startMs + 2 * HOUR_MS }))).toEqual([
    [vessel.id, 2],
  ]);
  expect(places(await told({ recordIds: [id] }))).toEqual([[vessel.id, 2]]);
});

test('pages follow one another, also when entries arrive meanwhile', async () => {
  const first = await told({ limit: 1 });
  server.clock.advance(1);
  await report();
  const second = await told({ limit: 1, after: first.next });
  expect([first, second].flatMap(places)).toEqual([
    [office.id, 1],
    [vessel.id, 1],
  ]);
  expect(second.next).toBeNull();
});

test('only an office asks, and only for a person who may read journals there', async () => {
  expect(refusalOf(await ask(vessel, { personId: master.id }))).toMatchObject({ code: 'forbidden' });
  expect(refusalOf(await ask(office, { personId: '0192f0c1-0000-7000-8000-000000000000' }))).toMatchObject({
    code: 'forbidden',
  });
  await change(dpa, { denied: ['audit.read'] });
  expect(refusalOf(await ask(office))).toMatchObject({ code: 'forbidden' });
  await change(dpa, { denied: [], active: false });
  expect(refusalOf(await ask(office))).toMatchObject({ code: 'forbidden' });
});

test('a person of one site reads the consoles of that site, and nothing about another’s records', async () => {
  const id = await report();
  await office.exchange();
  const [record] = await server.inStorage((tx) => tx.records([{ collection: 'incidents', id }]));
  const base = record?.version ?? 0;
  await office.run(patchIncident(dpa, { id, siteId: master.siteId, base }, { title: 'From the office' }));
  expect(places(await told({ siteId: dpa.siteId }))).toHaveLength(2);
  await change(dpa, { role: 'AP', jobProfile: 'auditor' });
  const answer = await told();
  expect(places(answer)).toEqual([[office.id, 1]]);
  expect(answer.consoles.map((one) => one.siteId)).toEqual([dpa.siteId]);
});

test('nobody asks in the name of another console, or in another form', async () => {
  expect(refusalOf(await ask(office, { deviceId: vessel.id }))).toMatchObject({ code: 'signature-wrong' });
  expect(refusalOf(await ask(office, { limit: 0 }))).toMatchObject({ code: 'invalid-input' });
  expect(refusalOf(await ask(office, { after: { receivedAtMs: 1 } }))).toMatchObject({
    code: 'invalid-input',
  });
});

/** What became of a person at the server, however that came about. */
async function change({ id }: Persona, fields: object): Promise<void> {
  await server.inStorage(async (tx) => {
    const [record] = await tx.records([{ collection: 'people', id }]);
    if (record === undefined) throw new Error('no such person');
    await tx.putRecords([{ ...record, fields: { ...record.fields, ...fields } }]);
  });
}
