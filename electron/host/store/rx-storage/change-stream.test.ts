import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { mkdtempSync, rmSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { getBroadcastChannelReference, removeBroadcastChannelReference } from 'rxdb';
import { filter, firstValueFrom } from 'rxjs';
import { expect, onTestFinished, test } from 'vitest';
import { emitExternalCommit, type StoredEventBulk } from './change-stream.ts';
import { getRxStorageSqlite, openTable, stampDocument } from './index.ts';
import { STORAGE_NAME } from './relay.ts';
import { changed, memoryStorage, openThings, THINGS, thing, write } from './test-support.ts';

type Things = Awaited<ReturnType<typeof openThings>>;

function heardBy(instance: Things): StoredEventBulk[] {
  const bulks: StoredEventBulk[] = [];
  instance.changeStream().subscribe((bulk) => bulks.push(bulk as unknown as StoredEventBulk));
  return bulks;
}

function idsOf(bulks: readonly StoredEventBulk[]): string[][] {
  return bulks.map((bulk) => bulk.events.map((event) => event.documentId));
}

/** Sends a bulk over the channel alone, behind everything the instances of this token have sent before. */
async function sendMarker(databaseInstanceToken: string, id: string): Promise<void> {
  const user = {};
  const channel = getBroadcastChannelReference(STORAGE_NAME, databaseInstanceToken, 'tokens', user);
  const eventBulk = { id, events: [], checkpoint: undefined, context: 'marker' };
  await channel.postMessage({
    storageName: STORAGE_NAME,
    databaseName: 'tokens',
    collectionName: 'things',
    version: 0,
    eventBulk,
  });
  await removeBroadcastChannelReference(databaseInstanceToken, user);
}

function hearsBulk(instance: Things, id: string): Promise<unknown> {
  return firstValueFrom(instance.changeStream().pipe(filter((bulk) => bulk.id === id)));
}

test('all instances of a collection in one process hear of a write exactly once, whatever their tokens', async () => {
  const { storage } = memoryStorage();
  const settings = { storage, multiInstance: true, databaseName: 'tokens' };
  const one = await openThings({ ...settings, databaseInstanceToken: 'same' });
  const two = await openThings({ ...settings, databaseInstanceToken: 'same' });
  const three = await openThings({ ...settings, databaseInstanceToken: 'other' });
  const heard = [one, two, three].map(heardBy);
  await write(one, [thing({ id: 'a' })]);
  await write(three, [thing({ id: 'b' })]);
  const arrived = Promise.all([
    hearsBulk(three, 'from same'),
    hearsBulk(one, 'from other'),
    hearsBulk(two, 'from other'),
  ]);
  await sendMarker('same', 'from same');
  await sendMarker('other', 'from other');
  await arrived;
  expect(heard.map((bulks) => idsOf(bulks.filter((bulk) => bulk.context !== 'marker')))).toEqual([
    [['a'], ['b']],
    [['a'], ['b']],
    [['a'], ['b']],
  ]);
  await Promise.all([one, two, three].map((instance) => instance.close()));
});

test('an instance on another connection hears of a write through the channel', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'relay-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const open = () => new BetterSqlite3(join(directory, 'shared.sqlite'));
  const close = (handle: BetterSqlite3.Database) => void handle.close();
  const settings = { multiInstance: true, databaseName: 'relayed' };
  const near = await openThings({
    ...settings,
    storage: getRxStorageSqlite({ open, close }),
    databaseInstanceToken: 'near',
  });
  const far = await openThings({
    ...settings,
    storage: getRxStorageSqlite({ open, close }),
    databaseInstanceToken: 'far',
  });
  const arrived = new Promise<string[]>((resolve) =>
    far.changeStream().subscribe((bulk) => resolve(bulk.events.map((event) => event.documentId))),
  );
  await write(near, [thing({ id: 'a' })]);
  expect(await arrived).toEqual(['a']);
  await Promise.all([near.close(), far.close()]);
});

test('a collection hears nothing of other collections or of its own other version', async () => {
  const { storage } = memoryStorage();
  const instance = await openThings({ storage });
  const heard = heardBy(instance);
  await write(await openThings({ storage, collectionName: 'others' }), [thing({ id: 'a' })]);
  await write(await openThings({ storage, schema: { ...THINGS, version: 1 } }), [thing({ id: 'a' })]);
  expect(heard).toEqual([]);
});

test('a committed transaction is one bulk at every open instance, and RxDB-like in its events', async () => {
  const { storage, handle } = memoryStorage();
  const instances = [await openThings({ storage }), await openThings({ storage })];
  const heard = instances.map(heardBy);
  const table = openTable(handle, 'things', THINGS);
  const kept = thing({ id: 'kept' });
  const gone = thing({ id: 'gone' });
  const buried = thing({ id: 'buried', _deleted: true });
  const before = [kept, gone, buried];
  const after = [
    changed(kept, { name: 'new' }),
    changed(gone, { _deleted: true }),
    changed(buried, { _deleted: false }),
  ];
  const fresh = stampDocument({ document: { id: 'fresh' }, previous: undefined, token: 'device' });
  const never = stampDocument({
    document: { id: 'never' },
    previous: undefined,
    token: 'device',
    deleted: true,
  });
  handle.transaction(() => {
    for (const document of before) table.insert(document);
    for (const document of [...after, never, fresh]) table.put(document);
  })();
  const changes = after.map((document, position) => ({
    documentId: document.id,
    previous: before[position],
    document,
  }));
  emitExternalCommit(
    table,
    [
      ...changes,
      { documentId: 'never', previous: undefined, document: never },
      { documentId: 'fresh', previous: undefined, document: fresh },
    ],
    'incident.escalate',
  );
  const [bulk] = heard[0] ?? [];
  expect(heard[1]).toEqual(heard[0]);
  expect(bulk).toEqual({
    id: expect.any(String),
    context: 'incident.escalate',
    checkpoint: { id: 'fresh', lwt: fresh._meta.lwt },
    events: [
      { operation: 'UPDATE', documentId: 'kept', documentData: after[0], previousDocumentData: kept },
      { operation: 'DELETE', documentId: 'gone', documentData: after[1], previousDocumentData: gone },
      { operation: 'INSERT', documentId: 'buried', documentData: after[2], previousDocumentData: undefined },
      { operation: 'INSERT', documentId: 'fresh', documentData: fresh, previousDocumentData: undefined },
    ],
  });
  expect(heard[0]).toHaveLength(1);
});

test('a transaction without a visible change is no event', async () => {
  const { storage, handle } = memoryStorage();
  const heard = heardBy(await openThings({ storage }));
  emitExternalCommit(openTable(handle, 'things', THINGS), [], 'nothing');
  expect(heard).toEqual([]);
});

test('a stamped document has the next revision, keeps its attachments, and loses them when deleted', () => {
  const stub = { digest: 'd', length: 1, type: 'text/plain' };
  const previous = { ...thing({ id: 'a' }), _rev: '3-other', _attachments: { file: stub } };
  const next = stampDocument({ document: { id: 'a', name: 'b' }, previous, token: 'device' });
  const deleted = stampDocument({ document: { id: 'a' }, previous: next, token: 'device', deleted: true });
  expect([next, deleted]).toEqual([
    {
      id: 'a',
      name: 'b',
      _deleted: false,
      _rev: '4-device',
      _attachments: { file: stub },
      _meta: { lwt: expect.any(Number) },
    },
    { id: 'a', _deleted: true, _rev: '5-device', _attachments: {}, _meta: { lwt: expect.any(Number) } },
  ]);
});
