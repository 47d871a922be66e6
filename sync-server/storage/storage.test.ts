import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatHlc } from '#shared/kernel/clock.ts';
import { openTestStorage } from '../testing/test-storage.ts';
import {
  type Conflict,
  type Device,
  NO_SIGN_INS,
  type RecordsAfter,
  type ServerRecord,
  type Storage,
  type StorageTx,
  type StoredEntry,
} from './storage.ts';

/** What every storage does alike; run against each of them. */
const ORGANISATION = { id: 'org', name: 'Meridian Lines', createdAtMs: 1, epoch: 'first' };
const AURORA = { id: 'aur', code: 'AUR', name: 'MV Aurora', kind: 'vessel', timeZone: 'UTC' } as const;
const STAMP = { version: 3, hlc: formatHlc(5, 0), deviceId: 'device-1', foreignVersion: 0, lane: 1 } as const;
/** Texts that formats trip over: NUL, half a surrogate pair, quotes and braces of array literals. */
const AWKWARD = '\u0000 \ud800 " \\ {a,b} NULL \u{1f6a2}';

let folder: string;
let storage: Storage;

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-storage-'));
  storage = await openTestStorage(folder);
  await storage.createOrganisation(ORGANISATION);
});
afterEach(async () => {
  await storage.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

function within<T>(work: (tx: StorageTx) => Promise<T>): Promise<T> {
  return storage.transaction(ORGANISATION.id, work);
}

async function draw(tx: StorageTx): Promise<number> {
  const organisation = await tx.lockOrganisation();
  const version = organisation.version + 1;
  await tx.saveOrganisation({ ...organisation, version });
  return version;
}

function deviceOf(values: Partial<Device> = {}): Device {
  return {
    id: 'device-1',
    name: 'Bridge',
    publicKey: Buffer.from([1, 2, 255]),
    siteId: AURORA.id,
    station: 1,
    isFounder: true,
    enrolledAtMs: 10,
    revokedAtMs: null,
    revokedBy: '',
    revokedReason: '',
    isWipeAsked: false,
    requestCounter: 0,
    seenAtMs: 10,
    lastSeq: 0,
    lastHash: Buffer.from([0, 128]),
    highestSeq: 0,
    incarnation: 'i1',
    pastIncarnations: ['i0'],
    schemas: 's',
    schemaTable: { incident: 2 },
    passedVersion: 0,
    signIn: NO_SIGN_INS,
    ...values,
  };
}

function recordOf(values: Partial<ServerRecord> & Pick<ServerRecord, 'id' | 'ref'>): ServerRecord {
  return {
    collection: 'incidents',
    kind: 'incident',
    siteId: AURORA.id,
    schemaVersion: 1,
    fields: {
      title: AWKWARD,
      nested: [{ a: 1.5 }, null],
    },
    stamps: {
      title: STAMP,
      nested: STAMP,
    },
    version: 3,
    laneVersions: [0, 3, 0, 0],
    deletedByDeviceId: null,
    deletedAtMs: null,
    arrivedAtMs: 7,
    audience: [],
    ...values,
  };
}

function entryOf(values: Partial<StoredEntry> & Pick<StoredEntry, 'seq'>): StoredEntry {
  const { seq } = values;
  return {
    hash: Buffer.from([seq, 0, 255]),
    text: JSON.stringify({
      seq,
      label: AWKWARD,
    }),
    version: seq,
    verdict: {
      seq,
      status: 'applied',
      version: seq,
      overridden: [],
      refs: [],
    },
    receivedAtMs: 5,
    isClockClamped: seq % 2 === 0,
    ...values,
  };
}

test('the organisation is there with its counters, and a failed transaction leaves nothing of itself', async () => {
  const failing = within(async (tx) => {
    await draw(tx);
    throw new Error('the link broke');
  });
  await expect(failing).rejects.toThrow('the link broke');
  expect(await within(draw)).toBe(1);
  await within(async (tx) => {
    await tx.saveOrganisation({ version: 9, lastRef: 8, horizon: 7, epoch: 'second', epochAtMs: 6 });
  });
  expect(await storage.organisation()).toEqual({
    ...ORGANISATION,
    version: 9,
    lastRef: 8,
    horizon: 7,
    epoch: 'second',
    epochAtMs: 6,
    deviceRevision: 0,
  });
});

test('transactions that draw versions at once get one each, in the order in which they become visible', async () => {
  const drawn = await Promise.all(Array.from({ length: 20 }, () => within(draw)));
  expect(drawn.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  expect((await storage.organisation())?.version).toBe(20);
});

test('a transaction that read before it draws versions sees what others drew meanwhile', async () => {
  const seen = await Promise.all(
    Array.from({ length: 6 }, () =>
      within(async (tx) => {
        const before = (await tx.organisation()).version;
        const drawn = await draw(tx);
        return drawn - before;
      }),
    ),
  );
  expect(seen).toEqual([1, 1, 1, 1, 1, 1]);
});

test('a secret is kept once: whoever comes second gets the first one', async () => {
  await within((tx) => tx.keepSecret('key', Buffer.from([0, 255])));
  await within((tx) => tx.keepSecret('key', Buffer.from([1])));
  expect([await within((tx) => tx.secret('key')), await within((tx) => tx.secret('other'))]).toEqual([
    Buffer.from([0, 255]),
    undefined,
  ]);
});

test('sites are found by id and code, and number their consoles', async () => {
  await within((tx) => tx.insertSite(AURORA, 3));
  expect(
    await within(async (tx) => [
      await tx.site('aur'),
      await tx.siteByCode('AUR'),
      await tx.site('bor'),
      await tx.nextStation('aur'),
      await tx.nextStation('aur'),
    ]),
  ).toEqual([AURORA, AURORA, undefined, 1, 2]);
});

test('a code is kept until it is used, and says by whom', async () => {
  const hash = Buffer.alloc(32, 200);
  const made = { createdAtMs: 1, madeBy: 'Ines Duarte', madeAtDeviceId: 'device-2' };
  const code = { hash, siteId: null, expiresAtMs: 2, usedByDeviceId: null, ...made };
  await within((tx) => tx.insertCode(code));
  expect(await within((tx) => tx.code(hash))).toEqual(code);
  await within((tx) => tx.useCode(hash, 'device-1'));
  expect(await within((tx) => tx.code(hash))).toEqual({ ...code, usedByDeviceId: 'device-1' });
  expect(await within((tx) => tx.code(Buffer.alloc(32)))).toBeUndefined();
});

test('open codes are those that nobody used, that are not too old and that nobody ended', async () => {
  const codeOf = (first: number, createdAtMs: number) => ({
    hash: Buffer.alloc(32, first),
    siteId: 'aur',
    createdAtMs,
    expiresAtMs: 100,
    usedByDeviceId: null,
    madeBy: '',
    madeAtDeviceId: null,
  });
  const [older, newer, used, ended] = [codeOf(1, 5), codeOf(2, 6), codeOf(3, 4), codeOf(4, 4)] as const;
  await within(async (tx) => {
    for (const code of [newer, older, used, ended]) await tx.insertCode(code);
    await tx.useCode(used.hash, 'device-1');
    await tx.endCode(used.hash, 50);
    await tx.endCode(ended.hash, 50);
    await tx.endCode(ended.hash, 70);
  });
  expect(await within((tx) => tx.openCodes(50))).toEqual([older, newer]);
  expect(await within((tx) => tx.openCodes(49))).toEqual([{ ...ended, expiresAtMs: 50 }, older, newer]);
  expect(await within((tx) => tx.openCodes(100))).toEqual([]);
  expect(await within((tx) => tx.code(used.hash))).toMatchObject({ expiresAtMs: 100 });
});

test('a device keeps everything it is given, and revoking it twice keeps the first time', async () => {
  await within(async (tx) => {
    await tx.insertSite(AURORA, 3);
    await tx.insertSite({ ...AURORA, id: 'bor', code: 'BOR' }, 3);
    await tx.insertDevice(deviceOf());
    await tx.insertDevice(deviceOf({ id: 'device-2', station: 2, enrolledAtMs: 5 }));
    await tx.noteRequest('device-1', 2 ** 40, 99);
    await tx.moveDevice('device-1', 'bor', 3);
    await tx.revokeDevice('device-1', 77, true, { revokedBy: 'Ines Duarte', revokedReason: 'Lost ashore' });
    await tx.revokeDevice('device-1', 88, false, { revokedBy: 'Somebody else', revokedReason: 'Again' });
  });
  const progress = {
    lastSeq: 4,
    lastHash: Buffer.from([9]),
    highestSeq: 6,
    incarnation: 'i2',
    pastIncarnations: ['i0', 'i1'],
    schemas: 't',
    schemaTable: {},
    passedVersion: 12,
    signIn: { ...NO_SIGN_INS, grantedAtMs: 7, grantedTurn: 3 },
  };
  await within((tx) => tx.saveDevice({ id: 'device-1', ...progress }));
  const moved = {
    siteId: 'bor',
    station: 3,
    requestCounter: 2 ** 40,
    seenAtMs: 99,
    revokedAtMs: 77,
    revokedBy: 'Ines Duarte',
    revokedReason: 'Lost ashore',
    isWipeAsked: true,
  };
  const expected = deviceOf({ ...moved, ...progress });
  expect(await within((tx) => tx.device('device-1'))).toEqual(expected);
  expect(await within((tx) => tx.devices())).toEqual([
    deviceOf({ id: 'device-2', station: 2, enrolledAtMs: 5 }),
    expected,
  ]);
  expect(await within((tx) => tx.device('device-3'))).toBeUndefined();
  // Moved once, shut out twice; what an exchange notes does not count.
  expect(await storage.organisation()).toMatchObject({ deviceRevision: 3 });
});

test('entries keep their text to the letter, by number and by range, and get their hashes later', async () => {
  const entries = [1, 2, 3, 5].map((seq) =>
    entryOf({ seq, ...(seq === 5 ? { hash: null, version: null } : {}) }),
  );
  await within(async (tx) => {
    await tx.insertSite(AURORA, 3);
    await tx.insertDevice(deviceOf());
    await tx.insertEntries('device-1', entries);
    await tx.insertEntries('device-1', []);
  });
  const found = await within((tx) => tx.entries('device-1', [5, 1, 4]));
  expect(found.toSorted((a, b) => a.seq - b.seq)).toEqual([entries[0], entries[3]]);
  expect(await within((tx) => tx.entries('device-1', []))).toEqual([]);
  await within((tx) => tx.setEntryHashes('device-1', [{ seq: 5, hash: Buffer.from([5, 5]) }]));
  const range = { fromSeq: 2, toSeq: 9, rowsMax: 2 };
  expect(await within((tx) => tx.entriesBetween('device-1', range))).toEqual(entries.slice(1, 3));
  expect(await within((tx) => tx.entriesBetween('device-1', { fromSeq: 5, toSeq: 5, rowsMax: 9 }))).toEqual([
    { ...entries[3], hash: Buffer.from([5, 5]) },
  ]);
});

test('an entry is never stored twice', async () => {
  await within(async (tx) => {
    await tx.insertSite(AURORA, 3);
    await tx.insertDevice(deviceOf());
    await tx.insertEntries('device-1', [entryOf({ seq: 1 })]);
  });
  await expect(within((tx) => tx.insertEntries('device-1', [entryOf({ seq: 1 })]))).rejects.toThrow();
});

test('records come back as they were put, by key and by reference; a second put replaces', async () => {
  const one = recordOf({ id: 'r1', ref: 1 });
  const two = recordOf({ id: 'r2', ref: 2, deletedByDeviceId: 'device-1', deletedAtMs: 40 });
  await within((tx) => tx.putRecords([one, two]));
  const changed = {
    ...one,
    siteId: 'bor',
    version: 8,
    laneVersions: [0, 3, 8, 0] as const,
    schemaVersion: 2,
    fields: { title: 'short' },
    stamps: {
      title: {
        ...STAMP,
        version: 8,
        lane: 2 as const,
      },
    },
  };
  await within((tx) => tx.putRecords([{ ...changed, laneVersions: [0, 3, 8, 0] }]));
  const keys = ['r1', 'r2', 'r3'].map((id) => ({ collection: 'incidents' as const, id }));
  const found = await within((tx) => tx.records(keys));
  expect(found.toSorted((a, b) => a.ref - b.ref)).toEqual([changed, two]);
  expect(await within((tx) => tx.records([]))).toEqual([]);
  const named = await within((tx) => tx.recordsByRef([2, 1, 9]));
  expect(named.toSorted((a, b) => a.ref - b.ref)).toEqual([
    { collection: 'incidents', id: 'r1', ref: 1, kind: 'incident', siteId: 'bor' },
    { collection: 'incidents', id: 'r2', ref: 2, kind: 'incident', siteId: AURORA.id },
  ]);
});

test('a page of a lane holds what changed in that lane, in its order, for the sites asked', async () => {
  const at = (
    id: string,
    ref: number,
    laneVersions: ServerRecord['laneVersions'],
    values: Partial<ServerRecord> = {},
  ) => recordOf({ id, ref, laneVersions, version: Math.max(...laneVersions), ...values });
  await within((tx) =>
    tx.putRecords([
      at('a', 1, [0, 5, 0, 0]),
      at('b', 2, [4, 9, 0, 0], { siteId: 'bor' }),
      at('c', 3, [0, 6, 0, 0], { siteId: '*' }),
      // Addressed to Aurora, and to a site that no longer sees it.
      at('d', 4, [0, 7, 8, 0], {
        siteId: 'bor',
        audience: [
          { siteId: 'aur', since: 2, lane: 1, isGone: false },
          { siteId: 'cre', since: 3, lane: 2, isGone: true },
        ],
      }),
      // Found by two of the sites asked: told once.
      at('e', 5, [0, 10, 0, 0], { audience: [{ siteId: '*', since: 1, lane: 1, isGone: false }] }),
    ]),
  );
  const page = (query: Partial<RecordsAfter>) =>
    within(async (tx) => {
      const everything = { siteIds: 'all', lane: 1, after: 0, upTo: 99, rowsMax: 99 } as const;
      return (await tx.recordsAfter({ ...everything, ...query })).map(({ id }) => id);
    });
  expect([
    await page({}),
    await page({ after: 5, upTo: 9 }),
    await page({ rowsMax: 2 }),
    await page({ siteIds: ['aur', '*'] }),
    await page({ siteIds: ['aur', '*'], after: 5, rowsMax: 2 }),
    await page({ siteIds: ['aur'], lane: 2 }),
    await page({ siteIds: ['cre'], lane: 2 }),
    await page({ siteIds: ['cre'], lane: 1 }),
    await page({ lane: 0 }),
    await page({ lane: 3 }),
  ]).toEqual([
    ['a', 'c', 'd', 'b', 'e'],
    ['c', 'd', 'b'],
    ['a', 'c'],
    ['a', 'c', 'd', 'e'],
    ['c', 'd'],
    ['d'],
    ['d'],
    [],
    ['b'],
    [],
  ]);
});

test('tombstones are found by age and purged up to a version, with the places where they were found', async () => {
  const gone = (id: string, ref: number, version: number, deletedAtMs: number) =>
    recordOf({
      id,
      ref,
      version,
      laneVersions: [0, version, 0, 0],
      deletedByDeviceId: 'device-1',
      deletedAtMs,
      audience: [
        {
          siteId: 'bor',
          since: 1,
          lane: 1,
          isGone: false,
        },
      ],
    });
  await within((tx) =>
    tx.putRecords([gone('a', 1, 4, 100), gone('b', 2, 6, 200), recordOf({ id: 'c', ref: 3, version: 5 })]),
  );
  const left = () =>
    within(async (tx) => {
      const query = { siteIds: ['bor'], lane: 1, after: 0, upTo: 99, rowsMax: 99 } as const;
      return (await tx.recordsAfter(query)).map(({ id }) => id);
    });
  expect([
    await within((tx) => tx.newestTombstoneBefore(100)),
    await within((tx) => tx.newestTombstoneBefore(101)),
    await within((tx) => tx.newestTombstoneBefore(999)),
    await left(),
    await within((tx) => tx.purgeTombstones(5)),
    await left(),
  ]).toEqual([0, 4, 6, ['a', 'b'], 1, ['b']]);
});

test('people of a site and attachments by content are found while they live', async () => {
  const sha256 = 'ab'.repeat(32);
  const previewSha256 = 'ba'.repeat(32);
  const fields = { sha256, previewSha256, name: AWKWARD };
  const file = { collection: 'files', kind: 'attachment', fields } as const;
  await within((tx) =>
    tx.putRecords([
      recordOf({ id: 'p', ref: 1, collection: 'people', kind: 'person' }),
      recordOf({
        id: 'q',
        ref: 2,
        collection: 'people',
        kind: 'person',
        siteId: 'bor',
        deletedByDeviceId: 'd',
        deletedAtMs: 1,
      }),
      recordOf({ id: 'f', ref: 3, ...file }),
      recordOf({ id: 'g', ref: 4, ...file, deletedByDeviceId: 'd', deletedAtMs: 1 }),
    ]),
  );
  expect([
    await within((tx) => tx.hasPeople('aur')),
    await within((tx) => tx.hasPeople('bor')),
    (await within((tx) => tx.peopleAt('aur'))).map(({ id }) => id),
    await within((tx) => tx.peopleAt('bor')),
    (await within((tx) => tx.attachmentsOf(sha256))).map(({ id }) => id),
    (await within((tx) => tx.attachmentsOf(previewSha256))).map(({ id }) => id),
    await within((tx) => tx.attachmentsOf('cd'.repeat(32))),
  ]).toEqual([true, false, ['p'], [], ['f'], ['f'], []]);
});

test('the few records of a kind that is asked for as a whole are found while they live', async () => {
  const policy = { collection: 'incidents', kind: 'incident-policy' } as const;
  await within((tx) =>
    tx.putRecords([
      recordOf({ id: 'a', ref: 1, ...policy }),
      recordOf({ id: 'b', ref: 2, ...policy, siteId: 'bor' }),
      recordOf({ id: 'c', ref: 3, ...policy, deletedByDeviceId: 'd', deletedAtMs: 1 }),
      recordOf({ id: 'd', ref: 4, collection: 'settings', kind: 'notification-preferences' }),
    ]),
  );
  expect([
    (await within((tx) => tx.recordsOfKind('incident-policy'))).map(({ id }) => id).sort(),
    (await within((tx) => tx.recordsOfKind('notification-preferences'))).map(({ id }) => id),
  ]).toEqual([['a', 'b'], ['d']]);
});

test('conflicts are listed in the order of their versions', async () => {
  const conflict = (version: number, field: string): Conflict => ({
    version,
    collection: 'incidents',
    recordId: 'r',
    field,
    standingDeviceId: 'a',
    sentDeviceId: 'b',
    standingValue: {
      b: 1,
      a: [AWKWARD],
    },
    standingHlc: formatHlc(2, 0),
    sentValue: null,
    sentHlc: formatHlc(3, 0),
    sentBy: AWKWARD,
    resultValue: 'x',
    decision: 'taken',
    notedAtMs: 4,
  });
  await within((tx) =>
    tx.insertConflicts([conflict(2, 'title'), conflict(2, 'Status'), conflict(1, 'title')]),
  );
  expect(await within((tx) => tx.conflicts(0, 2))).toEqual([conflict(1, 'title'), conflict(2, 'Status')]);
  expect(await within((tx) => tx.conflicts(1, 9))).toEqual([conflict(2, 'Status'), conflict(2, 'title')]);
});

test('a database that answers is checked', async () => {
  await expect(storage.check()).resolves.toBeUndefined();
});
