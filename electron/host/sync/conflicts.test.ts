import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Actor } from '#shared/access/can.ts';
import type { Role } from '#shared/access/roles.ts';
import { site } from '#shared/domains/settings/schema.ts';
import { formatHlc } from '#shared/kernel/clock.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import { decodeFrame, encodeFrame } from '#shared/sync/codec.ts';
import { ConflictsRequest, type ConflictsResponse, type ToldConflict } from '#shared/sync/conflicts.ts';
import { PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import { VirtualTime } from '#tests/simulation/virtual-time.ts';
import { openStore, type Store } from '../store/store.ts';
import { compression } from './compression.ts';
import { Conflicts } from './conflicts.ts';
import type { ServerLink } from './server-link.ts';

const NOTED_MS = Date.UTC(2026, 10, 21, 8);
const SITE_ID = RecordId.parse('0192f0c1-7e2a-7c3d-9a4b-000000000001');
const AURORA = {
  code: 'AUR',
  name: 'MV Aurora',
  siteKind: 'vessel',
  timeZone: 'UTC',
  imoNumber: null,
  active: true,
} as const;
const EVERYTHING = { before: undefined, limit: 100 };

let time: VirtualTime;
let store: Store;
let conflicts: Conflicts;
let asked: ConflictsRequest[];
/** What the server tells, page by page. */
let pages: Partial<ConflictsResponse>[];

const link: ServerLink = {
  async send({ body = new Uint8Array() }) {
    asked.push(decodeFrame(ConflictsRequest, body, compression));
    const page = { conflicts: [], devices: [], upTo: 0, more: false, epoch: 'first', ...pages.shift() };
    const answer = encodeFrame({ protocol: PROTOCOL_VERSION, ...page }, compression);
    return { status: 200, headers: { 'content-type': 'application/cbor' }, body: answer };
  },
};

beforeEach(() => {
  time = new VirtualTime();
  store = openStore({ file: ':memory:' }, time);
  store.state.progress = { ...store.state.progress, view: 'aurora' };
  conflicts = new Conflicts(store);
  asked = [];
  pages = [];
});
afterEach(() => store.close());

const fetchAll = () => conflicts.fetch(link, time, new AbortController().signal);

function conflict(version: number, part: Partial<ToldConflict> = {}): ToldConflict {
  return {
    version,
    collection: 'incidents',
    kind: 'incident',
    recordId: 'record-1',
    siteId: 'aur',
    field: 'title',
    standing: { deviceId: 'office', hlc: formatHlc(NOTED_MS - 1_000, 0), value: 'Fire' },
    sent: { deviceId: 'bridge', hlc: formatHlc(NOTED_MS - 2_000, 0), value: 'Smoke', by: 'Maria Costa' },
    decision: 'kept',
    result: 'Fire',
    notedAtMs: NOTED_MS,
    ...part,
  };
}

function person(role: Role, siteId = 'aur'): Actor {
  return {
    type: 'person',
    id: 'p',
    name: 'P',
    role,
    jobProfile: 'officer-in-charge',
    siteId,
    granted: [],
    denied: [],
  };
}

it('keeps what it is told, in words that need no link, and asks from there on', async () => {
  const devices = [{ id: 'office', name: 'Duty desk', siteName: 'Piraeus Office' }];
  pages = [{ conflicts: [conflict(7)], devices, upTo: 9 }];
  await fetchAll();
  await fetchAll();
  expect(asked.map(({ epoch, afterVersion }) => [epoch, afterVersion])).toEqual([
    ['', 0],
    ['first', 9],
  ]);
  expect(conflicts.page(person('IC'), EVERYTHING)).toEqual({
    conflicts: [
      {
        number: 1,
        kind: 'incident',
        field: 'title',
        isSensitive: false,
        standing: {
          value: 'Fire',
          at: '2026-11-21T07:59:59.000Z',
          siteName: 'Piraeus Office',
          deviceName: 'Duty desk',
          by: '',
          isHere: false,
        },
        sent: {
          value: 'Smoke',
          at: '2026-11-21T07:59:58.000Z',
          siteName: '',
          deviceName: '',
          by: 'Maria Costa',
          isHere: false,
        },
        decision: 'kept',
        result: 'Fire',
        policy: 'lww',
        notedAt: '2026-11-21T08:00:00.000Z',
        isSeen: false,
        record: null,
      },
    ],
    more: false,
    unseen: 1,
    askedAt: '2026-03-01T08:00:00.000Z',
  });
});

it('fetches page after page, and leaves the rest for the next time', async () => {
  pages = [1, 2, 3, 4].map((version) => ({ conflicts: [conflict(version)], upTo: version, more: true }));
  await fetchAll();
  expect(asked.map(({ afterVersion }) => afterVersion)).toEqual([0, 1, 2]);
  const newest = conflicts.page(person('IC'), { before: undefined, limit: 2 });
  const older = conflicts.page(person('IC'), { before: newest.conflicts.at(-1)?.number, limit: 2 });
  expect(
    [newest, older].map(({ conflicts: items, more }) => [items.map(({ number }) => number), more]),
  ).toEqual([
    [[3, 2], true],
    [[1], false],
  ]);
});

it('takes what it is told again once, and what it may not see any more away', async () => {
  pages = [
    { conflicts: [conflict(7)], upTo: 7 },
    { conflicts: [conflict(7), conflict(8)], upTo: 8, epoch: 'second' },
  ];
  await fetchAll();
  conflicts.noteSeen(person('IC'), 1, NOTED_MS);
  await fetchAll();
  expect(conflicts.page(person('IC'), EVERYTHING).conflicts.map(({ isSeen }) => isSeen)).toEqual([
    false,
    true,
  ]);
  store.state.progress = { ...store.state.progress, view: 'borealis' };
  await fetchAll();
  expect(asked.at(-1)).toMatchObject({ epoch: '', afterVersion: 0 });
  expect(conflicts.page(person('IC'), EVERYTHING).conflicts).toEqual([]);
});

it('shows and marks only what a person may see', async () => {
  pages = [
    {
      conflicts: [
        conflict(1),
        conflict(2, { siteId: 'bor' }),
        conflict(3, { collection: 'people', kind: 'credential', field: 'hashHex' }),
        conflict(4, { kind: 'of-a-newer-server' }),
      ],
      upTo: 4,
    },
  ];
  await fetchAll();
  const seen = (actor: Actor) => {
    const { conflicts: items, unseen } = conflicts.page(actor, EVERYTHING);
    return [items.map(({ number, isSensitive }) => [number, isSensitive]), unseen];
  };
  expect(seen(person('IP'))).toEqual([[[1, false]], 1]);
  expect(seen(person('SA'))).toEqual([
    [
      [3, true],
      [2, false],
      [1, false],
    ],
    3,
  ]);
  conflicts.noteSeen(person('IP'), 4, NOTED_MS);
  expect([
    conflicts.page(person('IP'), EVERYTHING).unseen,
    conflicts.page(person('SA'), EVERYTHING).unseen,
  ]).toEqual([0, 2]);
});

it('names who sat here, whom only this journal knows, and the record that a part belongs to', async () => {
  const deviceId = store.state.deviceId ?? '';
  const { entry } = store.transact(
    {
      actor: { type: 'person', id: 'p', name: 'Nikos Galanis' },
      command: 'test',
      label: { key: 'test' },
      lane: () => 1,
      input: null,
    },
    (tx) => {
      tx.insert(site, { id: SITE_ID, siteId: SITE_ID, ...AURORA });
    },
  );
  const standing = { deviceId, hlc: entry?.hlc ?? formatHlc(0, 0), value: 'Aurora' };
  pages = [
    {
      conflicts: [
        conflict(1, { collection: 'settings', kind: 'site', recordId: SITE_ID, field: 'name', standing }),
      ],
      upTo: 1,
    },
  ];
  await fetchAll();
  expect(conflicts.page(person('SA'), EVERYTHING).conflicts).toMatchObject([
    {
      standing: { by: 'Nikos Galanis', isHere: true },
      record: { title: 'MV Aurora', page: { kind: 'site', id: SITE_ID } },
    },
  ]);
});

it('leaves out what is only the other half of a field that is told', async () => {
  const fields = ['assigneeId', 'assigneeName', 'severityRank', 'siteId'];
  pages = [
    {
      conflicts: [...fields.map((field) => conflict(1, { field })), conflict(2, { field: 'severityRank' })],
      upTo: 2,
    },
  ];
  await fetchAll();
  const told = conflicts.page(person('IC'), EVERYTHING).conflicts;
  expect(told.map(({ field }) => field)).toEqual(['severityRank', 'siteId', 'assigneeName']);
});

it('is fresh for a minute', async () => {
  const before = conflicts.isFresh(time.now());
  await fetchAll();
  expect([before, conflicts.isFresh(time.now() + 59_000), conflicts.isFresh(time.now() + 61_000)]).toEqual([
    false,
    true,
    false,
  ]);
});

it('notes in the journal, once, what prevailed of this console; of what gave way its verdict tells', async () => {
  const here = { deviceId: store.state.deviceId ?? '', hlc: formatHlc(NOTED_MS, 0), value: 'Smoke', by: '' };
  const told = [
    conflict(7, { sent: here, decision: 'taken', result: 'Smoke' }),
    conflict(8, { sent: here }),
    conflict(9, { decision: 'taken', result: 'Smoke' }),
  ];
  pages = [
    { conflicts: told, upTo: 9 },
    { conflicts: told, upTo: 9, epoch: 'second' },
  ];
  await fetchAll();
  await fetchAll();
  const notes = store.db.prepare(`SELECT entry ->> '$.label.params' FROM journal`).pluck().all();
  expect(notes.map((text) => JSON.parse(String(text)))).toEqual([
    { fields: 'title', recordId: 'record-1', stands: 'ours' },
  ]);
});
