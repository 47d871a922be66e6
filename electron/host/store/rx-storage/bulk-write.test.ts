import type { RxStorageWriteErrorConflict } from 'rxdb';
import { deepFreeze, now } from 'rxdb';
import { expect, test } from 'vitest';
import type { StoredEventBulk } from './change-stream.ts';
import {
  changed,
  memoryStorage,
  openThings,
  type Thing,
  type ThingDocument,
  thing,
  write,
} from './test-support.ts';

async function stored(instance: Awaited<ReturnType<typeof openThings>>): Promise<ThingDocument[]> {
  return (await instance.getChangedDocumentsSince(100)).documents;
}

function eventsOf(instance: Awaited<ReturnType<typeof openThings>>): StoredEventBulk[] {
  const bulks: StoredEventBulk[] = [];
  instance.changeStream().subscribe((bulk) => bulks.push(bulk as unknown as StoredEventBulk));
  return bulks;
}

test('a written document reads back exactly, with nothing added', async () => {
  const instance = await openThings();
  const document = thing({ id: 'a', name: 'é "quoted" \\ \0 😀', size: 1.5 });
  await write(instance, [document]);
  expect(await instance.findDocumentsById(['a'], false)).toEqual([document]);
});

test('a conflict answers with the document in the table and keeps it', async () => {
  const instance = await openThings();
  const first = thing({ id: 'a', name: 'first' });
  await write(instance, [first]);
  const row = { document: thing({ id: 'a', name: 'second' }) };
  const { error } = await instance.bulkWrite([row], 'context');
  const conflict: RxStorageWriteErrorConflict<Thing> = {
    isError: true,
    status: 409,
    documentId: 'a',
    writeRow: row,
    documentInDb: first,
    context: 'context',
  };
  expect(error).toEqual([conflict]);
  expect(await stored(instance)).toEqual([first]);
});

test('an update from another revision conflicts, one from the current revision is written', async () => {
  const instance = await openThings();
  const first = thing({ id: 'a', name: 'first' });
  await write(instance, [first]);
  const second = changed(first, { name: 'second' });
  expect(await instance.bulkWrite([{ previous: first, document: second }], 'test')).toEqual({ error: [] });
  const late = await instance.bulkWrite(
    [{ previous: first, document: changed(first, { name: 'late' }) }],
    'test',
  );
  expect(late.error.map(({ status, documentId }) => ({ status, documentId }))).toEqual([
    { status: 409, documentId: 'a' },
  ]);
  expect(await stored(instance)).toEqual([second]);
});

test('a conflicting row does not stop the others of its call, and is no event', async () => {
  const instance = await openThings();
  await write(instance, [thing({ id: 'b' })]);
  const bulks = eventsOf(instance);
  const rows = ['a', 'b', 'c'].map((id) => ({ document: thing({ id }) }));
  const { error } = await instance.bulkWrite(rows, 'test');
  expect(error.map((one) => one.documentId)).toEqual(['b']);
  expect(bulks.map((bulk) => bulk.events.map((event) => event.documentId))).toEqual([['a', 'c']]);
});

test('of two parallel inserts of one id the first wins and the second conflicts', async () => {
  const instance = await openThings();
  const results = await Promise.all(
    ['first', 'second'].map((name) => instance.bulkWrite([{ document: thing({ id: 'a', name }) }], 'test')),
  );
  expect(results.map((result) => result.error.map((error) => error.status))).toEqual([[], [409]]);
  expect((await stored(instance)).map((document) => document.name)).toEqual(['first']);
});

test('a document that is not there is inserted even if a previous revision is given', async () => {
  const instance = await openThings();
  const previous = thing({ id: 'a' });
  const document = changed(previous, { name: 'revived elsewhere' });
  expect(await instance.bulkWrite([{ previous, document }], 'test')).toEqual({ error: [] });
  expect(await stored(instance)).toEqual([document]);
});

test('a new tombstone is stored without an event, and conflicts with an insert', async () => {
  const instance = await openThings();
  const bulks = eventsOf(instance);
  const tombstone = thing({ id: 'a', _deleted: true });
  await write(instance, [tombstone]);
  const { error } = await instance.bulkWrite([{ document: thing({ id: 'a' }) }], 'test');
  expect({ bulks, error: error.map((one) => one.documentId), stored: await stored(instance) }).toEqual({
    bulks: [],
    error: ['a'],
    stored: [tombstone],
  });
  expect(await instance.findDocumentsById(['a'], false)).toEqual([]);
  expect(await instance.findDocumentsById(['a'], true)).toEqual([tombstone]);
});

test('insert, update, delete and revival are one event each, with context and checkpoint', async () => {
  const instance = await openThings();
  const bulks = eventsOf(instance);
  const inserted = thing({ id: 'a', name: '1' });
  const updated = changed(inserted, { name: '2' });
  const deleted = changed(updated, { _deleted: true });
  const revived = changed(deleted, { _deleted: false });
  await instance.bulkWrite([{ document: inserted }], 'one');
  await instance.bulkWrite([{ previous: inserted, document: updated }], 'two');
  await instance.bulkWrite([{ previous: updated, document: deleted }], 'three');
  await instance.bulkWrite([{ previous: deleted, document: revived }], 'four');
  const checkpoint = (document: ThingDocument) => ({ id: 'a', lwt: document._meta.lwt });
  expect(bulks.map(({ events, checkpoint, context }) => ({ events, checkpoint, context }))).toMatchObject([
    {
      context: 'one',
      checkpoint: checkpoint(inserted),
      events: [{ operation: 'INSERT', documentData: inserted }],
    },
    {
      context: 'two',
      checkpoint: checkpoint(updated),
      events: [{ operation: 'UPDATE', documentData: updated, previousDocumentData: inserted }],
    },
    {
      context: 'three',
      checkpoint: checkpoint(deleted),
      events: [{ operation: 'DELETE', documentData: deleted, previousDocumentData: updated }],
    },
    {
      context: 'four',
      checkpoint: checkpoint(revived),
      events: [{ operation: 'INSERT', documentData: revived }],
    },
  ]);
  expect(new Set(bulks.map((bulk) => bulk.id)).size).toBe(4);
});

test('events are emitted after the commit and before the write resolves', async () => {
  const { storage, handle } = memoryStorage();
  const instance = await openThings({ storage });
  const order: string[] = [];
  instance.changeStream().subscribe(() => order.push(handle.inTransaction ? 'inside' : 'after commit'));
  await instance.bulkWrite([{ document: thing({ id: 'a' }) }, { document: thing({ id: 'b' }) }], 'test');
  order.push('resolved');
  await instance.bulkWrite([{ document: thing({ id: 'c' }) }], 'test');
  expect(order).toEqual(['after commit', 'resolved', 'after commit']);
});

test('deep-frozen rows are written and left as they are', async () => {
  const instance = await openThings();
  const rows = [{ document: thing({ id: 'a' }) }, { document: thing({ id: 'b' }) }];
  deepFreeze(rows);
  expect(await instance.bulkWrite(rows, 'test')).toEqual({ error: [] });
});

test('a call whose last row fails leaves nothing behind, and the next call works', async () => {
  const instance = await openThings();
  const bulks = eventsOf(instance);
  const rows = [{ document: thing({ id: 'a' }) }, { document: thing({ id: '\ud83d' }) }];
  await expect(instance.bulkWrite(rows, 'test')).rejects.toMatchObject({ code: 'INVALID_DOCUMENT' });
  expect({ bulks, stored: await stored(instance) }).toEqual({ bulks: [], stored: [] });
  await write(instance, [thing({ id: 'a' })]);
});

test('ten thousand rows are one call, updates of all of them another', async () => {
  const instance = await openThings();
  const documents = Array.from({ length: 10_000 }, (_, position) => thing({ id: `id-${position}`, size: 1 }));
  await write(instance, documents);
  const rows = documents.map((previous) => ({ previous, document: changed(previous, { size: 2 }) }));
  expect(await instance.bulkWrite(rows, 'test')).toEqual({ error: [] });
  const found = await instance.findDocumentsById(
    documents.map((document) => document.id),
    false,
  );
  expect(found.filter((document) => document.size === 2).length).toBe(10_000);
});

test('a write while somebody else holds a transaction is refused, and changes nothing', async () => {
  const { storage, handle } = memoryStorage();
  const instance = await openThings({ storage });
  handle.exec('BEGIN');
  await expect(instance.bulkWrite([{ document: thing({ id: 'a' }) }], 'test')).rejects.toMatchObject({
    code: 'WRITE_INSIDE_TRANSACTION',
  });
  handle.exec('COMMIT');
  expect(await stored(instance)).toEqual([]);
});

test('direct writes to a refused collection reject before anything changes, others are untouched', async () => {
  const refuseDirectWrites = (name: string) => (name === 'things' ? 'Change things by command' : undefined);
  const { storage } = memoryStorage({ refuseDirectWrites });
  const refused = await openThings({ storage });
  const bulks = eventsOf(refused);
  await expect(refused.bulkWrite([{ document: thing({ id: 'a' }) }], 'test')).rejects.toMatchObject({
    code: 'WRITE_THROUGH_COMMANDS',
    message: 'Change things by command (WRITE_THROUGH_COMMANDS)',
  });
  const internal = await openThings({ storage, collectionName: 'rx-replication-meta-things' });
  await write(internal, [thing({ id: 'a' })]);
  expect({ bulks, things: await stored(refused), internal: (await stored(internal)).length }).toEqual({
    bulks: [],
    things: [],
    internal: 1,
  });
});

test('the time of a write keeps its two decimals', async () => {
  const { storage, handle } = memoryStorage();
  const instance = await openThings({ storage });
  const lwt = Math.floor(now()) + 0.37;
  await write(instance, [thing({ id: 'a', _meta: { lwt } })]);
  expect(handle.prepare('SELECT lwt, typeof(lwt) FROM "things-0"').raw().get()).toEqual([lwt, 'real']);
});
