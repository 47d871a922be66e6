import BetterSqlite3 from 'better-sqlite3';
import { getPseudoSchemaForVersion } from 'rxdb';
import { expect, test } from 'vitest';
import { getRxStorageSqlite, getStorage } from './index.ts';
import { changed, memoryStorage, openThings, THINGS, type Thing, thing, write } from './test-support.ts';

const namesOfTables =
  "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE '%-%' AND name NOT LIKE 'rx-%'";

test('closing twice at once is one close, and completes the change stream', async () => {
  const instance = await openThings();
  let isComplete = false;
  instance.changeStream().subscribe({ complete: () => (isComplete = true) });
  await Promise.all([instance.close(), instance.close()]);
  await instance.close();
  expect(isComplete).toBe(true);
});

test('everything asked of a closed instance rejects', async () => {
  const instance = await openThings();
  await instance.close();
  const calls = [
    () => instance.bulkWrite([{ document: thing({ id: 'a' }) }], 'test'),
    () => instance.findDocumentsById(['a'], false),
    () => instance.getChangedDocumentsSince(1),
    () => instance.getAttachmentData('a', 'b', 'c'),
    () => instance.cleanup(0),
    () => instance.remove(),
  ];
  for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'INSTANCE_CLOSED' });
});

test('remove drops this collection in this version only, and closing after it is harmless', async () => {
  const { storage, handle } = memoryStorage();
  const first = await openThings({ storage });
  const second = await openThings({ storage, schema: { ...THINGS, version: 1 } });
  const other = await openThings({ storage, collectionName: 'others' });
  for (const instance of [first, second, other]) await write(instance, [thing({ id: 'a' })]);
  await first.remove();
  await first.close();
  expect(handle.prepare(namesOfTables).pluck().all()).toEqual(['things-1', 'others-0']);
  expect(await second.findDocumentsById(['a'], false)).toHaveLength(1);
});

test('an instance whose table another instance removed says so', async () => {
  const { storage } = memoryStorage();
  const [one, other] = [await openThings({ storage }), await openThings({ storage })];
  await one.remove();
  await expect(other.bulkWrite([{ document: thing({ id: 'a' }) }], 'test')).rejects.toMatchObject({
    code: 'COLLECTION_REMOVED',
  });
  await other.close();
  const again = await openThings({ storage });
  expect(await again.findDocumentsById(['a'], true)).toEqual([]);
});

test('collections of one database are opened, written and removed in parallel', async () => {
  const storage = getStorage();
  const names = Array.from({ length: 20 }, (_, position) => `c${position}`);
  const instances = await Promise.all(
    names.map((collectionName) => openThings({ storage, collectionName, databaseName: 'parallel' })),
  );
  await Promise.all(instances.map((instance) => write(instance, [thing({ id: 'a' })])));
  await Promise.all(
    instances.map((instance, position) => (position % 2 === 0 ? instance.remove() : instance.close())),
  );
  const kept = await openThings({ storage, collectionName: 'c1', databaseName: 'parallel' });
  expect(await kept.findDocumentsById(['a'], false)).toHaveLength(1);
  await kept.remove();
});

test('a database closed and opened at once again has its documents', async () => {
  const storage = getStorage();
  const instance = await openThings({ storage, databaseName: 'again' });
  await write(instance, [thing({ id: 'a' })]);
  const closing = instance.close();
  const [again] = await Promise.all([openThings({ storage: getStorage(), databaseName: 'again' }), closing]);
  expect(await again.findDocumentsById(['a'], false)).toHaveLength(1);
  await again.remove();
});

test('a connection is opened once per database, and closed only by its owner', async () => {
  const opened: string[] = [];
  const handle = new BetterSqlite3(':memory:');
  const storage = getRxStorageSqlite({
    open(databaseName) {
      opened.push(databaseName);
      return handle;
    },
  });
  const instances = [await openThings({ storage }), await openThings({ storage, collectionName: 'others' })];
  for (const instance of instances) await instance.close();
  expect({ opened, isOpen: handle.open }).toEqual({ opened: ['database'], isOpen: true });
});

test('a schema that needs a wrapper nobody has put around is refused', async () => {
  const storage = getStorage();
  const schema = getPseudoSchemaForVersion<Thing>(0, 'id');
  await expect(openThings({ storage, schema: { ...schema, keyCompression: true } })).rejects.toMatchObject({
    code: 'UT5',
  });
  await expect(openThings({ storage, schema: { ...schema, encrypted: ['name'] } })).rejects.toMatchObject({
    code: 'UT6',
  });
  const attachments = { compression: 'gzip' as const };
  await expect(openThings({ storage, schema: { ...schema, attachments } })).rejects.toMatchObject({
    code: 'UT7',
  });
});

test('a hundred thousand ids are looked up in one call, unknown ones without complaint', async () => {
  const instance = await openThings();
  const documents = ['a', 'b "c"', 'é😀'].map((id) => thing({ id }));
  await write(instance, documents);
  const ids = [
    ...documents.map((document) => document.id),
    ...Array.from({ length: 100_000 }, (_, n) => `id-${n}`),
    'a',
  ];
  const found = await instance.findDocumentsById(ids, false);
  expect(found.sort((one, other) => (one.id < other.id ? -1 : 1))).toEqual(documents);
  expect(await instance.findDocumentsById([], true)).toEqual([]);
});

test('changes since a checkpoint come in the order of writing, tombstones among them, a page at a time', async () => {
  const instance = await openThings();
  const lwt = 1000.25;
  const a = thing({ id: 'a', _meta: { lwt: lwt + 0.01 } });
  const b = thing({ id: 'b', _meta: { lwt } });
  const c = thing({ id: 'c', _meta: { lwt }, _deleted: true });
  await write(instance, [a, b, c]);
  const first = await instance.getChangedDocumentsSince(2);
  const second = await instance.getChangedDocumentsSince(2, first.checkpoint);
  const third = await instance.getChangedDocumentsSince(2, second.checkpoint);
  expect([first, second, third]).toEqual([
    { documents: [b, c], checkpoint: { id: 'c', lwt } },
    { documents: [a], checkpoint: { id: 'a', lwt: lwt + 0.01 } },
    { documents: [], checkpoint: { id: 'a', lwt: lwt + 0.01 } },
  ]);
});

test('without documents and checkpoint, changes begin at the beginning', async () => {
  const instance = await openThings();
  expect(await instance.getChangedDocumentsSince(1)).toEqual({
    documents: [],
    checkpoint: { id: '', lwt: 0 },
  });
});

test('cleanup forgets old tombstones, keeps young ones and the living, and says when there is more', async () => {
  const instance = await openThings();
  const old = Array.from({ length: 501 }, (_, n) =>
    thing({ id: `old-${n}`, _deleted: true, _meta: { lwt: 1000 } }),
  );
  const living = thing({ id: 'living', _meta: { lwt: 1000 } });
  const young = changed(thing({ id: 'young' }), { _deleted: true });
  await write(instance, [...old, living, young]);
  expect([await instance.cleanup(60_000), await instance.cleanup(60_000)]).toEqual([false, true]);
  const kept = (await instance.getChangedDocumentsSince(1000)).documents;
  expect(kept).toEqual([living, young]);
  await instance.cleanup(0);
  expect((await instance.getChangedDocumentsSince(1000)).documents).toEqual([living]);
});
