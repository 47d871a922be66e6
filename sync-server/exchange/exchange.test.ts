import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formatHlc } from '#shared/kernel/clock.ts';
import { must } from '#shared/kernel/assert.ts';
import { vesselAndOffice } from '../testing/crewed.ts';
import { decodeAnswer, refusalOf, type TestDevice } from '../testing/test-device.ts';
import type { TestServer } from '../testing/test-server.ts';
import {
  firstAdministrator,
  patchIncident,
  type Persona,
  reportIncident,
  signUp,
  testId,
} from '../testing/work.ts';
import { ExchangeResponse } from '#shared/sync/wire.ts';

let server: TestServer;
let vessel: TestDevice;
let office: TestDevice;
let master: Persona;
let dpa: Persona;

beforeEach(async () => {
  ({ server, vessel, office, master, dpa } = await vesselAndOffice());
});
afterEach(() => server.stop());

test('what a vessel reports reaches the office whole, and nothing of it comes back to the vessel', async () => {
  const id = reportIncident(vessel, master);
  const sent = await vessel.exchange();
  server.clock.advance(60_000);
  const received = await office.exchange();

  const { version } = sent;
  expect(sent.verdicts).toEqual([{ seq: 2, status: 'applied', version, overridden: [], refs: [7] }]);
  expect(sent.cursors).toEqual([version, version, version, version]);
  expect(sent.records).toEqual([]);
  expect(received.records).toMatchObject([
    { kind: 'incident', id, op: 'upsert', version, ref: 7, arrivedAtMs: server.clock.now() - 60_000 },
  ]);
  expect(received.records[0]?.fields).toEqual(vessel.journal[1]?.changes[0]?.fields);
});

test('a title set on board and a severity set in the office both stand, on both sides', async () => {
  const id = reportIncident(vessel, master);
  await vessel.exchange();
  const base = must((await office.exchange()).records[0], 'the incident').version;
  const incident = { id, siteId: master.siteId, base };

  vessel.append(patchIncident(master, { ...incident, base: 0 }, { title: 'Fire in the engine room' }));
  const toOffice = patchIncident(
    dpa,
    incident,
    { severity: 'high', severityRank: 3 },
    'incidents.setSeverity',
  );
  const officeVerdict = await office.run(toOffice);
  const onBoard = await vessel.exchange();
  const inOffice = await office.exchange();

  expect(officeVerdict).toMatchObject({ status: 'applied', overridden: [] });
  expect(onBoard.verdicts).toMatchObject([{ status: 'applied', overridden: [] }]);
  expect(onBoard.records).toMatchObject([{ id, fields: { severity: 'high', severityRank: 3 } }]);
  expect(inOffice.records).toMatchObject([{ id, fields: { title: 'Fire in the engine room' } }]);
  expect(onBoard.records[0]?.version).toBe(inOffice.records[0]?.version);
  expect(await server.inStorage((tx) => tx.conflicts(0, 10))).toEqual([]);
});

test('of two titles set without knowing of each other the later stamp stands; the other side is told, and it is noted', async () => {
  const id = reportIncident(vessel, master);
  await vessel.exchange();
  const base = must((await office.exchange()).records[0], 'the incident').version;

  vessel.append(patchIncident(master, { id, siteId: master.siteId, base: 0 }, { title: 'Set first' }));
  server.clock.advance(1_000);
  await office.run(patchIncident(dpa, { id, siteId: master.siteId, base }, { title: 'Set later' }));
  const onBoard = await vessel.exchange();

  expect(onBoard.verdicts).toMatchObject([
    { status: 'applied', overridden: [{ collection: 'incidents', id, fields: { title: 'Set later' } }] },
  ]);
  expect(await server.inStorage((tx) => tx.conflicts(0, 10))).toMatchObject([
    {
      field: 'title',
      standingValue: 'Set later',
      sentValue: 'Set first',
      decision: 'kept',
      resultValue: 'Set later',
    },
  ]);
  expect((await office.exchange()).records).toEqual([]);
});

test('the same entries sent again, because the answer was lost, get the same verdicts and change nothing', async () => {
  const id = reportIncident(vessel, master);
  vessel.append(
    patchIncident(master, { id, siteId: master.siteId, base: 0 }, { stage: 'closed' }, 'incidents.close'),
  );
  const request = vessel.exchangeRequest();
  const first = decodeAnswer(ExchangeResponse, await vessel.tryExchange(request));
  const again = decodeAnswer(ExchangeResponse, await vessel.tryExchange(request));

  expect(first.verdicts).toMatchObject([
    { status: 'applied' },
    { status: 'rejected', code: 'stage-not-allowed' },
  ]);
  expect(again).toEqual(first);
  expect((await office.exchange()).records).toHaveLength(1);
});

test('entries that were judged and new ones may come in one exchange', async () => {
  reportIncident(vessel, master);
  const lost = decodeAnswer(ExchangeResponse, await vessel.tryExchange());
  const second = reportIncident(vessel, master, { number: 'AUR-INC-2026-0002', runningNumber: 2 });
  const { verdicts } = await vessel.exchange();

  expect(verdicts).toMatchObject([must(lost.verdicts[0], 'a verdict'), { seq: 3, status: 'applied' }]);
  expect((await office.exchange()).records.map((record) => record.id)).toContain(second);
});

test('part of the backlog may be sent; the rest follows', async () => {
  for (let n = 1; n <= 3; n += 1) reportIncident(vessel, master, { runningNumber: n });
  const part = vessel.exchangeRequest({ entries: vessel.journal.slice(1, 3) });
  expect((await vessel.exchange(part)).verdicts.map((verdict) => verdict.seq)).toEqual([2, 3]);
  expect((await vessel.exchange()).verdicts.map((verdict) => verdict.seq)).toEqual([4]);
});

describe('chain', () => {
  test('a history that differs from what was sent before is refused whole', async () => {
    reportIncident(vessel, master);
    await vessel.exchange();
    const forged = { ...must(vessel.journal[1], 'entry 2'), label: { key: 'something else' } };
    vessel.journal[1] = forged;
    const refused = await vessel.tryExchange(vessel.exchangeRequest({ entries: [forged] }));
    expect(refusalOf(refused)).toEqual({ status: 409, code: 'chain-forked' });
  });

  test('a console restored from an old backup that went another way since is found out by its head', async () => {
    reportIncident(vessel, master);
    await vessel.exchange();
    const entry = must(vessel.journal[1], 'entry 2');
    vessel.journal[1] = { ...entry, hlc: formatHlc(server.clock.now() + 5, 0) };
    reportIncident(vessel, master);
    const refused = await vessel.tryExchange();
    expect(refusalOf(refused)).toEqual({ status: 409, code: 'chain-forked' });
    expect((await office.exchange()).records).toHaveLength(1);
  });

  test('a gap is refused, naming the last entry the server has', async () => {
    reportIncident(vessel, master);
    reportIncident(vessel, master);
    const refused = await vessel.tryExchange(vessel.exchangeRequest({ entries: vessel.journal.slice(2) }));
    expect(refusalOf(refused)).toEqual({ status: 409, code: 'chain-broken', lastSeq: 1 });
  });

  test('a hole inside the entries sent is refused', async () => {
    for (let n = 1; n <= 3; n += 1) reportIncident(vessel, master, { runningNumber: n });
    const entries = vessel.journal.filter((entry) => entry.seq === 2 || entry.seq === 4);
    const refused = await vessel.tryExchange(vessel.exchangeRequest({ entries }));
    expect(refusalOf(refused)).toEqual({ status: 409, code: 'chain-broken', lastSeq: 1 });
  });

  test('a server that lost entries of a console says from where to send again', async () => {
    const request = vessel.exchangeRequest({
      entries: [],
      head: { seq: 7, hash: 'a'.repeat(64) },
      lastSeq: 7,
    });
    expect(refusalOf(await vessel.tryExchange(request))).toEqual({
      status: 409,
      code: 'chain-broken',
      lastSeq: 1,
    });
  });
});

test('a stamp from the year 2100 is clamped, flagged, and does not win over what is set afterwards', async () => {
  const id = reportIncident(vessel, master);
  await vessel.exchange();
  const base = must((await office.exchange()).records[0], 'the incident').version;
  const future = formatHlc(Date.UTC(2100, 0, 1), 0);
  const early = patchIncident(master, { id, siteId: master.siteId, base: 0 }, { title: 'From 2100' });
  expect(await vessel.run({ ...early, hlc: future })).toMatchObject({ status: 'applied' });

  server.clock.advance(1_000);
  const later = patchIncident(dpa, { id, siteId: master.siteId, base }, { title: 'From today' });
  expect(await office.run(later)).toMatchObject({ status: 'applied', overridden: [] });
  const stored = await server.inStorage((tx) => tx.entries(vessel.id, [3]));
  expect(stored).toMatchObject([{ isClockClamped: true }]);
  expect((await vessel.exchange()).records).toMatchObject([{ fields: { title: 'From today' } }]);
});

test('people and their credentials stay at their site and the offices', async () => {
  const other = await server.enrolled('BOR');
  await signUp(other);
  const seen = await other.exchange();
  const inOffice = await office.exchange();
  expect(seen.records.filter(({ kind }) => kind !== 'site')).toEqual([]);
  expect(inOffice.records.map(({ kind }) => kind)).toEqual(['site', 'person', 'credential']);
});

test('a device far behind is served in pages that never split a version, and misses nothing', async () => {
  const ids: string[] = [];
  for (let n = 1; n <= 12; n += 1) ids.push(reportIncident(vessel, master, { runningNumber: n }));
  await vessel.exchange();

  const received: string[] = [];
  let pages = 0;
  for (let more = true; more; pages += 1) {
    const page = await office.exchange(office.exchangeRequest({ budgetBytes: 3_000 }));
    received.push(...page.records.map((record) => record.id));
    more = page.more.length > 0;
  }
  expect(received).toEqual(ids);
  expect(pages).toBeGreaterThan(3);
});

test('a record that changes between two pages arrives whole with a later one', async () => {
  const ids: string[] = [];
  for (let n = 1; n <= 8; n += 1) ids.push(reportIncident(vessel, master, { runningNumber: n }));
  await vessel.exchange();
  const page = () => office.exchange(office.exchangeRequest({ budgetBytes: 3_000 }));
  const received = [...(await page()).records];
  // The next one to be sent moves behind all others.
  const id = must(ids[received.length], 'an incident not sent yet');
  await vessel.run(patchIncident(master, { id, siteId: master.siteId, base: 0 }, { title: 'Changed' }));
  for (let more = true; more; ) {
    const next = await page();
    received.push(...next.records);
    more = next.more.length > 0;
  }
  expect(received.map((record) => record.id)).toEqual([...ids.filter((one) => one !== id), id]);
  const asReported = vessel.journal.flatMap(({ changes }) => changes).find((change) => change.id === id);
  expect(received.at(-1)?.fields).toEqual({ ...asReported?.fields, title: 'Changed' });
});

test('a server that was put back from a backup tells a device that is ahead of it everything again', async () => {
  const epoch = office.epoch;
  server.clock.advance(48 * 3_600_000);
  const ahead = await office.exchange(office.exchangeRequest({ cursors: [9_999, 9_999, 9_999, 9_999] }));
  const again = await office.exchange();

  expect(ahead).toMatchObject({ startOver: true, records: [], cursors: [0, 0, 0, 0], more: [0, 1, 2, 3] });
  expect(ahead.epoch).not.toBe(epoch);
  expect(again.startOver).toBe(false);
  expect(again.records.map(({ kind }) => kind)).toEqual([
    'site',
    'site',
    'person',
    'credential',
    'person',
    'credential',
  ]);
});

test('a console that makes its own site joins with a founding code and brings everything it did before', async () => {
  const founder = server.newDevice();
  const site = {
    id: testId(),
    code: 'NEW',
    name: 'New depot',
    kind: 'warehouse',
    timeZone: 'UTC',
  };
  founder.site = { ...site, kind: 'warehouse' };
  founder.append({
    command: 'settings.foundSite',
    changes: [
      {
        collection: 'settings',
        kind: 'site',
        id: site.id,
        siteId: site.id,
        op: 'insert',
        base: 0,
        schemaVersion: 1,
        fields: {
          code: 'NEW',
          name: 'New depot',
          siteKind: 'warehouse',
          timeZone: 'UTC',
          imoNumber: null,
          active: true,
        },
      },
    ],
  });
  const { draft, persona } = firstAdministrator(founder);
  founder.append(draft);
  reportIncident(founder, persona, { number: 'NEW-INC-2026-0001' });
  await founder.enrol(await server.foundingCode(), founder.site);
  const { verdicts } = await founder.exchange();

  expect(verdicts.map(({ status }) => status)).toEqual(['applied', 'applied', 'applied']);
  const kinds = (await office.exchange()).records.map(({ kind }) => kind);
  // The administrator travelled in a slower lane.
  expect(kinds).toEqual(['site', 'incident', 'person', 'credential']);
});
