import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatHlc } from '#shared/kernel/clock.ts';
import { must } from '#shared/kernel/assert.ts';
import { CONFLICTS_MAX, CONFLICTS_PATH, ConflictsResponse } from '#shared/sync/conflicts.ts';
import { vesselAndOffice } from '../testing/crewed.ts';
import { decodeAnswer, refusalOf, type TestDevice } from '../testing/test-device.ts';
import type { TestServer } from '../testing/test-server.ts';
import { patchIncident, type Persona, reportIncident } from '../testing/work.ts';

let server: TestServer;
let vessel: TestDevice;
let office: TestDevice;
let master: Persona;
let dpa: Persona;

beforeEach(async () => {
  ({ server, vessel, office, master, dpa } = await vesselAndOffice());
});
afterEach(() => server.stop());

const ask = (device: TestDevice, part: object = {}) =>
  device.ask(CONFLICTS_PATH, { epoch: '', afterVersion: 0, ...part });

async function conflictsFor(device: TestDevice, part: object = {}): Promise<ConflictsResponse> {
  return decodeAnswer(ConflictsResponse, await ask(device, part)) as ConflictsResponse;
}

/** Both sides set the title of one incident, the office later. */
async function disagree(titles: {
  first: string;
  later: string;
}): Promise<{ id: string; firstAtMs: number }> {
  const id = reportIncident(vessel, master);
  await vessel.exchange();
  const base = must((await office.exchange()).records[0], 'the incident').version;
  const firstAtMs = server.clock.now();
  vessel.append(patchIncident(master, { id, siteId: master.siteId, base: 0 }, { title: titles.first }));
  server.clock.advance(1_000);
  await office.run(patchIncident(dpa, { id, siteId: master.siteId, base }, { title: titles.later }));
  await vessel.exchange();
  return { id, firstAtMs };
}

test('both sides of a conflict, when and by whom they were set, and what was decided, are told to both', async () => {
  const { id, firstAtMs } = await disagree({ first: 'Set first', later: 'Set later' });
  const onBoard = await conflictsFor(vessel);
  expect(onBoard.conflicts).toEqual([
    {
      version: onBoard.upTo,
      collection: 'incidents',
      kind: 'incident',
      recordId: id,
      siteId: master.siteId,
      field: 'title',
      standing: { deviceId: office.id, hlc: formatHlc(firstAtMs + 1_000, 0), value: 'Set later' },
      sent: { deviceId: vessel.id, hlc: formatHlc(firstAtMs, 0), value: 'Set first', by: master.name },
      decision: 'kept',
      result: 'Set later',
      notedAtMs: firstAtMs + 1_000,
    },
  ]);
  expect(onBoard.devices).toEqual([
    { id: office.id, name: `Console ${office.id}`, siteName: 'Piraeus Office' },
    { id: vessel.id, name: `Console ${vessel.id}`, siteName: 'MV Aurora' },
  ]);
  expect((await conflictsFor(office)).conflicts).toEqual(onBoard.conflicts);
});

test('what was told is not told again, but in another epoch everything is', async () => {
  await disagree({ first: 'Set first', later: 'Set later' });
  const { epoch, upTo, conflicts } = await conflictsFor(vessel);
  expect((await conflictsFor(vessel, { epoch, afterVersion: upTo })).conflicts).toEqual([]);
  expect((await conflictsFor(vessel, { epoch: 'another', afterVersion: upTo })).conflicts).toEqual(conflicts);
});

test('another vessel is told nothing of it', async () => {
  await disagree({ first: 'Set first', later: 'Set later' });
  const other = await server.enrolled('BOR');
  const { conflicts, devices, more } = await conflictsFor(other);
  expect({ conflicts, devices, more }).toEqual({ conflicts: [], devices: [], more: false });
});

test('a long text is told as its beginning, never half a character of it', async () => {
  await disagree({ first: 'a'.repeat(120), later: 'b'.repeat(120) });
  await server.inStorage(async (tx) => {
    const [known] = await tx.conflicts(0, 1);
    const conflict = must(known, 'the conflict');
    await tx.insertConflicts([
      { ...conflict, field: 'description', sentValue: `${'x'.repeat(499)}\u{1f6a2}` },
    ]);
  });
  const [description] = (await conflictsFor(vessel)).conflicts;
  expect(description?.sent.value).toBe(`${'x'.repeat(499)}\ufffd…`);
});

test('more than a page is told in pages that end with a version', async () => {
  await disagree({ first: 'Set first', later: 'Set later' });
  await server.inStorage(async (tx) => {
    const [known] = await tx.conflicts(0, 1);
    const conflict = must(known, 'the conflict');
    const many = Array.from({ length: CONFLICTS_MAX + 5 }, (_, index) => ({
      ...conflict,
      version: conflict.version + 1 + Math.floor(index / 3),
      field: `field${index % 3}`,
    }));
    await tx.insertConflicts(many);
  });
  const first = await conflictsFor(vessel);
  const second = await conflictsFor(vessel, { epoch: first.epoch, afterVersion: first.upTo });
  const told = [...first.conflicts, ...second.conflicts];
  expect([first.more, second.more]).toEqual([true, false]);
  expect(told).toHaveLength(CONFLICTS_MAX + 6);
  expect(new Set(told.map(({ version, field }) => `${version} ${field}`)).size).toBe(CONFLICTS_MAX + 6);
});

test('nobody asks in the name of another console, or in another form', async () => {
  expect(refusalOf(await ask(vessel, { deviceId: office.id }))).toMatchObject({ code: 'signature-wrong' });
  expect(refusalOf(await ask(vessel, { afterVersion: -1 }))).toMatchObject({ code: 'invalid-input' });
  expect(refusalOf(await ask(vessel, { protocol: 1 }))).toMatchObject({ code: 'protocol-too-old' });
});
