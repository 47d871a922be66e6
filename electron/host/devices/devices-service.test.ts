import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { Actor } from '#shared/access/can.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { type DevicesResponse, DevicesRequest } from '#shared/sync/devices.ts';
import { decodeFrame, encodeFrame } from '#shared/sync/codec.ts';
import { PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import { createAuditNotes } from '#host/audit/audit-notes.ts';
import { OFFICE, personActor, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { compression } from '../sync/compression.ts';
import { parseEntry } from '../sync/outbox.ts';
import { renewIdentity } from '../sync/identity.ts';
import { ServerRefusal, type TransportResponse, unreachable } from '../sync/transport.ts';
import { Devices } from './devices-service.ts';

const ADMINISTRATOR = personActor('SA', 'administrator');
const OTHER = personActor('AP', 'administrator');
const AT_MS = Date.parse('2026-03-01T03:10:00.000Z');
const DEVICE = {
  id: '01950000-0000-7000-8000-000000000777',
  name: 'Bridge',
  siteId: '01950000-0000-7000-8000-000000000001',
  siteName: 'MV Aurora',
  siteKind: 'vessel',
  station: 1,
  enrolledAtMs: AT_MS,
  seenAtMs: AT_MS,
  entries: 3,
  isIncomplete: false,
  forms: 'same',
  restores: 0,
  revoked: null,
} as const;
const TOLD: DevicesResponse = {
  protocol: PROTOCOL_VERSION,
  reach: 'company',
  devices: [DEVICE],
  codes: [],
  rights: [],
  issued: null,
  codesEnded: 0,
};

const JournalText = z.object({ entry: z.string() });

let board: TestConsole;
let devices: Devices;
let asked: DevicesRequest[];
let answers: (Partial<DevicesResponse> | Error)[];

beforeEach(() => {
  board = testConsole();
  asked = [];
  answers = [];
  const { store, clock } = board;
  store.state.membership = {
    organisationId: 'meridian',
    organisationName: 'Meridian Lines',
    serverUrl: 'https://sync.example.com',
  };
  const audit = createAuditNotes(store, clock);
  devices = new Devices({ store, clock, audit, link: () => ({ send: ({ body }) => answered(body) }) });
});
afterEach(() => board.close());

async function answered(body: Uint8Array | undefined): Promise<TransportResponse> {
  asked.push(decodeFrame(DevicesRequest, body ?? new Uint8Array(), compression));
  const answer = answers.shift() ?? {};
  if (answer instanceof Error) throw answer;
  const frame = encodeFrame({ ...TOLD, ...answer }, compression);
  return { status: 200, headers: { 'content-type': 'application/cbor' }, body: frame };
}

/** The last notes of this console's journal, newest first. */
const notes = () =>
  board.store
    .all(JournalText, 'SELECT entry FROM journal ORDER BY seq DESC LIMIT 2')
    .map(({ entry }) => parseEntry(entry))
    .map(({ command, label }) => [command, label.params]);

test('the list is asked for in the person’s name, and is there afterwards without a link, with its age', async () => {
  expect(devices.overview(ADMINISTRATOR)).toMatchObject({ isJoined: true, list: null, formerJournals: [] });
  const askedAt = new Date(board.clock.now()).toISOString();
  await devices.refresh(ADMINISTRATOR);
  expect(asked).toEqual([
    {
      protocol: PROTOCOL_VERSION,
      deviceId: board.store.state.deviceId,
      personId: ADMINISTRATOR.id,
      asked: { act: 'list' },
    },
  ]);
  board.clock.advanceMinutes(90);
  answers = [unreachable('there is none')];
  await expect(devices.refresh(ADMINISTRATOR)).rejects.toMatchObject({ code: 'server-unreachable' });
  const { protocol: _protocol, issued: _issued, codesEnded: _ended, ...list } = TOLD;
  expect(devices.overview(ADMINISTRATOR).list).toEqual({ askedAt, ...list });
});

test('what one person was told is not the other’s, nor that of another company', async () => {
  await devices.refresh(ADMINISTRATOR);
  answers = [{ reach: 'site', devices: [] }];
  await devices.refresh(OTHER);
  expect([ADMINISTRATOR, OTHER].map((who) => devices.overview(who).list?.reach)).toEqual(['company', 'site']);
  const { membership } = board.store.state;
  if (membership === undefined) throw new Error('no membership');
  board.store.state.membership = { ...membership, organisationId: 'another' };
  expect(devices.overview(ADMINISTRATOR).list).toBeNull();
});

test('a request that an exchange overtook is asked again, once', async () => {
  const overtaken = () => new ServerRefusal(409, { code: 'replayed', message: 'Too late.' }, { counter: 7 });
  answers = [overtaken()];
  await devices.refresh(ADMINISTRATOR);
  expect(asked).toHaveLength(2);
  answers = [overtaken(), overtaken()];
  await expect(devices.refresh(ADMINISTRATOR)).rejects.toMatchObject({ code: 'replayed' });
});

test('shutting a console out stands in this console’s journal, with the reason', async () => {
  answers = [{ codesEnded: 2 }];
  const input = { ofDeviceId: DEVICE.id, reason: 'Left in a taxi', isWipeAsked: true, isOwnMeant: false };
  expect(await devices.revoke(ADMINISTRATOR, input)).toEqual({ codesEnded: 2 });
  expect(asked[0]?.asked).toEqual({ act: 'revoke', ...input });
  expect(notes()[0]).toEqual([
    'audit.device-revoked',
    { deviceId: DEVICE.id, device: 'Bridge', site: 'MV Aurora', reason: 'Left in a taxi', wipe: 'yes' },
  ]);
});

test('what the server refuses is not noted as done', async () => {
  answers = [new ServerRefusal(400, { code: 'rule-broken', message: 'This is the console you are at.' })];
  const input = { ofDeviceId: DEVICE.id, reason: 'Because', isWipeAsked: false, isOwnMeant: false };
  await expect(devices.revoke(ADMINISTRATOR, input)).rejects.toMatchObject({ code: 'rule-broken' });
  expect(notes()).toEqual([]);
});

test('a code is handed on once, with a picture of it, and stays out of journal and store', async () => {
  const id = '0123456789abcdef';
  const code = 'K7QM-2XPD-9FHT';
  const open = { id, siteId: DEVICE.siteId, siteName: 'MV Aurora', madeBy: 'SA', madeAtMs: AT_MS };
  answers = [
    {
      issued: { code, id, expiresAtMs: AT_MS, siteName: 'MV Aurora' },
      codes: [{ ...open, expiresAtMs: AT_MS }],
    },
  ];
  const made = await devices.issueCode(ADMINISTRATOR, {
    purpose: { kind: 'site', siteId: DEVICE.siteId },
    days: 3,
  });
  expect(made).toMatchObject({
    code,
    codeId: id,
    expiresAt: '2026-03-01T03:10:00.000Z',
    serverUrl: 'https://sync.example.com',
  });
  expect(made.qr.path.length).toBeGreaterThan(made.qr.size);
  await devices.withdrawCode(ADMINISTRATOR, { codeId: id });
  expect(notes()).toEqual([
    ['audit.device-code-withdrawn', { codeId: id, site: 'MV Aurora' }],
    [
      'audit.device-code-made',
      { codeId: id, site: 'MV Aurora', purpose: 'site', expiresAt: '2026-03-01T03:10:00.000Z' },
    ],
  ]);
  expect(JSON.stringify([notes(), board.store.state.deviceLists])).not.toContain(code);
});

test('an answer without the code that was asked for is nonsense', async () => {
  const asking = devices.issueCode(ADMINISTRATOR, { purpose: { kind: 'own-site' }, days: 1 });
  await expect(asking).rejects.toMatchObject({ code: 'server-nonsense' });
});

test('journals under former identities are told of', async () => {
  const formerId = board.store.state.deviceId;
  await devices.revoke(ADMINISTRATOR, {
    ofDeviceId: DEVICE.id,
    reason: 'Because',
    isWipeAsked: false,
    isOwnMeant: false,
  });
  const at = new Date(board.clock.now()).toISOString();
  renewIdentity(board.store);
  expect(devices.overview(ADMINISTRATOR).formerJournals).toEqual([
    { deviceId: formerId, entries: 1, firstAt: at, lastAt: at, carriedOn: 1 },
  ]);
});

test('a former journal is read entry by entry, cut to the sites of who reads, and the reading is noted', async () => {
  const formerId = board.store.state.deviceId ?? '';
  board.run(incidentCommands.report, { title: 'Smoke aft', severity: 'high' });
  board.run(incidentCommands.report, { title: 'Leak', severity: 'low' });
  renewIdentity(board.store);
  const page = (actor: Actor, before: number | null = null, limit = 1) =>
    devices.formerPage(actor, { deviceId: formerId, before, limit });
  expect(page(ADMINISTRATOR)).toMatchObject({
    items: [{ seq: 2, command: 'incidents.report', state: 'pending', link: 'proved', verdict: null }],
    next: 2,
  });
  expect(page(ADMINISTRATOR, 2)).toMatchObject({ items: [{ seq: 1, link: 'proved' }], next: null });
  expect(notes()[0]).toEqual(['audit.journal-read', { of: 'former', deviceId: formerId }]);
  const unknown = { deviceId: DEVICE.id, before: null, limit: 1 };
  expect(() => devices.formerPage(ADMINISTRATOR, unknown)).toThrow('This console had no such identity.');
  const elsewhere = personActor('AP', 'administrator', OFFICE.id);
  expect(page(elsewhere, null, 50)).toEqual({ items: [], next: null });
  board.store.db
    .prepare("UPDATE former_journal SET entry = replace(entry, 'Leak', 'Lake') WHERE seq = 2")
    .run();
  expect(page(ADMINISTRATOR).items).toMatchObject([{ seq: 2, link: 'broken' }]);
});
