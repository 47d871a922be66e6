import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestStorage } from '../testing/test-storage.ts';
import type { Storage, StorageTx } from './storage.ts';

const ORGANISATION = { id: 'org', name: 'Meridian Lines', createdAtMs: 1, epoch: 'first' };

let folder: string;
let storage: Storage;

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-messages-'));
  storage = await openTestStorage(folder);
  await storage.createOrganisation(ORGANISATION);
});
afterEach(async () => {
  await storage.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const within = <T>(work: (tx: StorageTx) => Promise<T>) => storage.transaction(ORGANISATION.id, work);
const claim = (nowMs: number, rowsMax = 10) =>
  within((tx) => tx.claimMessages({ nowMs, untilMs: nowMs + 100, rowsMax }));

test('a message is claimed when it is due, by one, until its claim has run out or it is settled', async () => {
  await within((tx) =>
    tx.queueMessages([
      { deliveryId: 'one', dueAtMs: 10 },
      { deliveryId: 'two', dueAtMs: 20 },
    ]),
  );
  // Queued again, as after a change of its record: it keeps its time.
  await within((tx) => tx.queueMessages([{ deliveryId: 'two', dueAtMs: 1 }]));
  expect([await claim(9), await claim(10), await claim(10)]).toEqual([[], ['one'], []]);
  // Whoever had the first one has died over it.
  expect((await claim(110)).toSorted((a, b) => a.localeCompare(b))).toEqual(['one', 'two']);
  await within((tx) => tx.settleMessage('one', null));
  await within((tx) => tx.settleMessage('two', 300));
  expect([await claim(299), await claim(300)]).toEqual([[], ['two']]);
});

test('not more are claimed at once than were asked for, the oldest first', async () => {
  const messages = [3, 1, 2].map((dueAtMs) => ({ deliveryId: `due-${dueAtMs}`, dueAtMs }));
  await within((tx) => tx.queueMessages(messages));
  expect(await claim(10, 2).then((ids) => ids.toSorted((a, b) => a.localeCompare(b)))).toEqual([
    'due-1',
    'due-2',
  ]);
});

test('a caller is told what came of a message once, however often it is queued', async () => {
  const queue = (callIds: readonly string[], nowMs: number) =>
    within((tx) => tx.queueCallerAnswers(callIds, nowMs));
  const claimed = (nowMs: number) =>
    within((tx) => tx.claimCallerAnswers({ nowMs, untilMs: nowMs + 100, rowsMax: 10 }));
  await queue(['one', 'two'], 10);
  const both = (await claimed(10)).toSorted((a, b) => a.callId.localeCompare(b.callId));
  expect([both, await claimed(109)]).toEqual([
    [
      { callId: 'one', attempts: 0 },
      { callId: 'two', attempts: 0 },
    ],
    [],
  ]);
  await within((tx) => tx.settleCallerAnswer({ callId: 'one', attempts: 1, dueAtMs: null }));
  await within((tx) => tx.settleCallerAnswer({ callId: 'two', attempts: 1, dueAtMs: 300 }));
  await queue(['one', 'two'], 20);
  expect([await claimed(299), await claimed(300)]).toEqual([[], [{ callId: 'two', attempts: 1 }]]);
  // Let go of, it would be queued anew: by then nobody asks for it.
  await within((tx) => tx.forgetCallerAnswers(11));
  await queue(['one'], 500);
  expect(await claimed(500)).toEqual([{ callId: 'one', attempts: 0 }]);
});
