import { afterEach, beforeEach, expect, test } from 'vitest';
import { AURORA, deviceOf, ORGANISATION, StorageBoard } from '../testing/storage-board.ts';
import { NO_SIGN_INS, type StorageTx } from './storage.ts';

/** What every storage does alike, here and in the tests of records and entries; run against each of them. */
let board: StorageBoard;
beforeEach(async () => {
  board = await StorageBoard.open();
});
afterEach(() => board.close());

async function draw(tx: StorageTx): Promise<number> {
  const organisation = await tx.lockOrganisation();
  const version = organisation.version + 1;
  await tx.saveOrganisation({ ...organisation, version });
  return version;
}

test('the organisation is there with its counters, and a failed transaction leaves nothing of itself', async () => {
  const failing = board.within(async (tx) => {
    await draw(tx);
    throw new Error('the link broke');
  });
  await expect(failing).rejects.toThrow('the link broke');
  expect(await board.within(draw)).toBe(1);
  await board.within(async (tx) => {
    await tx.saveOrganisation({ version: 9, lastRef: 8, horizon: 7, epoch: 'second', epochAtMs: 6 });
  });
  expect(await board.storage.organisation()).toEqual({
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
  const drawn = await Promise.all(Array.from({ length: 20 }, () => board.within(draw)));
  expect(drawn.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  expect((await board.storage.organisation())?.version).toBe(20);
});

test('a transaction that read before it draws versions sees what others drew meanwhile', async () => {
  const seen = await Promise.all(
    Array.from({ length: 6 }, () =>
      board.within(async (tx) => {
        const before = (await tx.organisation()).version;
        const drawn = await draw(tx);
        return drawn - before;
      }),
    ),
  );
  expect(seen).toEqual([1, 1, 1, 1, 1, 1]);
});

test('a secret is kept once: whoever comes second gets the first one', async () => {
  await board.within((tx) => tx.keepSecret('key', Buffer.from([0, 255])));
  await board.within((tx) => tx.keepSecret('key', Buffer.from([1])));
  expect([
    await board.within((tx) => tx.secret('key')),
    await board.within((tx) => tx.secret('other')),
  ]).toEqual([Buffer.from([0, 255]), undefined]);
});

test('sites are found by id and code, and number their consoles', async () => {
  await board.within((tx) => tx.insertSite(AURORA, 3));
  expect(
    await board.within(async (tx) => [
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
  await board.within((tx) => tx.insertCode(code));
  expect(await board.within((tx) => tx.code(hash))).toEqual(code);
  await board.within((tx) => tx.useCode(hash, 'device-1'));
  expect(await board.within((tx) => tx.code(hash))).toEqual({ ...code, usedByDeviceId: 'device-1' });
  expect(await board.within((tx) => tx.code(Buffer.alloc(32)))).toBeUndefined();
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
  await board.within(async (tx) => {
    for (const code of [newer, older, used, ended]) await tx.insertCode(code);
    await tx.useCode(used.hash, 'device-1');
    await tx.endCode(used.hash, 50);
    await tx.endCode(ended.hash, 50);
    await tx.endCode(ended.hash, 70);
  });
  expect(await board.within((tx) => tx.openCodes(50))).toEqual([older, newer]);
  expect(await board.within((tx) => tx.openCodes(49))).toEqual([{ ...ended, expiresAtMs: 50 }, older, newer]);
  expect(await board.within((tx) => tx.openCodes(100))).toEqual([]);
  expect(await board.within((tx) => tx.code(used.hash))).toMatchObject({ expiresAtMs: 100 });
});

test('a device keeps everything it is given, and revoking it twice keeps the first time', async () => {
  await board.within(async (tx) => {
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
  await board.within((tx) => tx.saveDevice({ id: 'device-1', ...progress }));
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
  expect(await board.within((tx) => tx.device('device-1'))).toEqual(expected);
  expect(await board.within((tx) => tx.devices())).toEqual([
    deviceOf({ id: 'device-2', station: 2, enrolledAtMs: 5 }),
    expected,
  ]);
  expect(await board.within((tx) => tx.device('device-3'))).toBeUndefined();
  // Moved once, shut out twice; what an exchange notes does not count.
  expect(await board.storage.organisation()).toMatchObject({ deviceRevision: 3 });
});

test('a database that answers is checked', async () => {
  await expect(board.storage.check()).resolves.toBeUndefined();
});
