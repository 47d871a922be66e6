import { afterEach, beforeEach, expect, test } from 'vitest';
import { AURORA, AWKWARD, recordOf, STAMP, StorageBoard } from '../testing/storage-board.ts';
import type { RecordsAfter, ServerRecord } from './storage.ts';

let board: StorageBoard;
beforeEach(async () => {
  board = await StorageBoard.open();
});
afterEach(() => board.close());

test('records come back as they were put, by key and by reference; a second put replaces', async () => {
  const one = recordOf({ id: 'r1', ref: 1 });
  const two = recordOf({ id: 'r2', ref: 2, deletedByDeviceId: 'device-1', deletedAtMs: 40 });
  await board.within((tx) => tx.putRecords([one, two]));
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
  await board.within((tx) => tx.putRecords([{ ...changed, laneVersions: [0, 3, 8, 0] }]));
  const keys = ['r1', 'r2', 'r3'].map((id) => ({ collection: 'incidents' as const, id }));
  const found = await board.within((tx) => tx.records(keys));
  expect(found.toSorted((a, b) => a.ref - b.ref)).toEqual([changed, two]);
  expect(await board.within((tx) => tx.records([]))).toEqual([]);
  const named = await board.within((tx) => tx.recordsByRef([2, 1, 9]));
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
  await board.within((tx) =>
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
    board.within(async (tx) => {
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
  await board.within((tx) =>
    tx.putRecords([gone('a', 1, 4, 100), gone('b', 2, 6, 200), recordOf({ id: 'c', ref: 3, version: 5 })]),
  );
  const left = () =>
    board.within(async (tx) => {
      const query = { siteIds: ['bor'], lane: 1, after: 0, upTo: 99, rowsMax: 99 } as const;
      return (await tx.recordsAfter(query)).map(({ id }) => id);
    });
  expect([
    await board.within((tx) => tx.newestTombstoneBefore(100)),
    await board.within((tx) => tx.newestTombstoneBefore(101)),
    await board.within((tx) => tx.newestTombstoneBefore(999)),
    await left(),
    await board.within((tx) => tx.purgeTombstones(5)),
    await left(),
  ]).toEqual([0, 4, 6, ['a', 'b'], 1, ['b']]);
});

test('people of a site and attachments by content are found while they live', async () => {
  const sha256 = 'ab'.repeat(32);
  const previewSha256 = 'ba'.repeat(32);
  const fields = { sha256, previewSha256, name: AWKWARD };
  const file = { collection: 'files', kind: 'attachment', fields } as const;
  await board.within((tx) =>
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
    await board.within((tx) => tx.hasPeople('aur')),
    await board.within((tx) => tx.hasPeople('bor')),
    (await board.within((tx) => tx.peopleAt('aur'))).map(({ id }) => id),
    await board.within((tx) => tx.peopleAt('bor')),
    (await board.within((tx) => tx.attachmentsOf(sha256))).map(({ id }) => id),
    (await board.within((tx) => tx.attachmentsOf(previewSha256))).map(({ id }) => id),
    await board.within((tx) => tx.attachmentsOf('cd'.repeat(32))),
  ]).toEqual([true, false, ['p'], [], ['f'], ['f'], []]);
});

test('the few records of a kind that is asked for as a whole are found while they live', async () => {
  const policy = { collection: 'incidents', kind: 'incident-policy' } as const;
  await board.within((tx) =>
    tx.putRecords([
      recordOf({ id: 'a', ref: 1, ...policy }),
      recordOf({ id: 'b', ref: 2, ...policy, siteId: 'bor' }),
      recordOf({ id: 'c', ref: 3, ...policy, deletedByDeviceId: 'd', deletedAtMs: 1 }),
      recordOf({ id: 'd', ref: 4, collection: 'settings', kind: 'notification-preferences' }),
    ]),
  );
  expect([
    (await board.within((tx) => tx.recordsOfKind('incident-policy'))).map(({ id }) => id).sort(),
    (await board.within((tx) => tx.recordsOfKind('notification-preferences'))).map(({ id }) => id),
  ]).toEqual([['a', 'b'], ['d']]);
});
