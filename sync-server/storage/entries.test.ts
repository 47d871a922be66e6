import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatHlc } from '#shared/kernel/clock.ts';
import { AURORA, AWKWARD, deviceOf, StorageBoard } from '../testing/storage-board.ts';
import type { Conflict, StoredEntry } from './storage.ts';

let board: StorageBoard;
beforeEach(async () => {
  board = await StorageBoard.open();
});
afterEach(() => board.close());

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

test('entries keep their text to the letter, by number and by range, and get their hashes later', async () => {
  const entries = [1, 2, 3, 5].map((seq) =>
    entryOf({ seq, ...(seq === 5 ? { hash: null, version: null } : {}) }),
  );
  await board.within(async (tx) => {
    await tx.insertSite(AURORA, 3);
    await tx.insertDevice(deviceOf());
    await tx.insertEntries('device-1', entries);
    await tx.insertEntries('device-1', []);
  });
  const found = await board.within((tx) => tx.entries('device-1', [5, 1, 4]));
  expect(found.toSorted((a, b) => a.seq - b.seq)).toEqual([entries[0], entries[3]]);
  expect(await board.within((tx) => tx.entries('device-1', []))).toEqual([]);
  await board.within((tx) => tx.setEntryHashes('device-1', [{ seq: 5, hash: Buffer.from([5, 5]) }]));
  const range = { fromSeq: 2, toSeq: 9, rowsMax: 2 };
  expect(await board.within((tx) => tx.entriesBetween('device-1', range))).toEqual(entries.slice(1, 3));
  expect(
    await board.within((tx) => tx.entriesBetween('device-1', { fromSeq: 5, toSeq: 5, rowsMax: 9 })),
  ).toEqual([{ ...entries[3], hash: Buffer.from([5, 5]) }]);
});

test('an entry is never stored twice', async () => {
  await board.within(async (tx) => {
    await tx.insertSite(AURORA, 3);
    await tx.insertDevice(deviceOf());
    await tx.insertEntries('device-1', [entryOf({ seq: 1 })]);
  });
  await expect(board.within((tx) => tx.insertEntries('device-1', [entryOf({ seq: 1 })]))).rejects.toThrow();
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
  await board.within((tx) =>
    tx.insertConflicts([conflict(2, 'title'), conflict(2, 'Status'), conflict(1, 'title')]),
  );
  expect(await board.within((tx) => tx.conflicts(0, 2))).toEqual([
    conflict(1, 'title'),
    conflict(2, 'Status'),
  ]);
  expect(await board.within((tx) => tx.conflicts(1, 9))).toEqual([
    conflict(2, 'Status'),
    conflict(2, 'title'),
  ]);
});
