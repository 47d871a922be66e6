import type { RxAttachmentWriteData, RxDocumentData, RxJsonSchema } from 'rxdb';
import { now } from 'rxdb';
import { expect, test } from 'vitest';
import { changed, memoryStorage, openInstance, THINGS, type Thing, thing } from './test-support.ts';

const SCHEMA: RxJsonSchema<RxDocumentData<Thing>> = { ...THINGS, attachments: {} };

function attachment(text: string): RxAttachmentWriteData {
  const data = new Blob([text], { type: 'text/plain' });
  return { data, digest: `digest of ${text}`, length: data.size, type: 'text/plain' };
}

function stubOf({ digest, length, type }: RxAttachmentWriteData) {
  return { digest, length, type };
}

async function open() {
  const { storage, handle } = memoryStorage();
  const instance = await openInstance<Thing>({ storage, schema: SCHEMA });
  const kept = () =>
    handle.prepare('SELECT document_id, attachment_id FROM "rx-attachments" ORDER BY 1, 2').raw().all();
  return { storage, instance, kept };
}

test('an attachment comes back as a Blob of its type, and the document keeps a stub', async () => {
  const { instance } = await open();
  const file = attachment('hello é');
  await instance.bulkWrite([{ document: thing({ id: 'a', _attachments: { file } }) }], 'test');
  const blob = await instance.getAttachmentData('a', 'file', file.digest);
  const [found] = await instance.findDocumentsById(['a'], false);
  expect({ text: await blob.text(), type: blob.type, stubs: found?._attachments }).toEqual({
    text: 'hello é',
    type: 'text/plain',
    stubs: { file: stubOf(file) },
  });
});

test('an attachment is replaced, kept and removed with its document', async () => {
  const { instance, kept } = await open();
  const [one, two, three] = [attachment('one'), attachment('two'), attachment('three')];
  await instance.bulkWrite([{ document: thing({ id: 'a', _attachments: { one, two } }) }], 'test');
  const first = (await instance.findDocumentsById(['a'], false))[0] ?? thing({ id: '' });
  const second = changed(first, { _attachments: { one: stubOf(one), two: three } });
  await instance.bulkWrite([{ previous: first, document: second }], 'test');
  expect(await (await instance.getAttachmentData('a', 'two', three.digest)).text()).toBe('three');
  expect(await (await instance.getAttachmentData('a', 'one', one.digest)).text()).toBe('one');
  const stored = (await instance.findDocumentsById(['a'], false))[0] ?? thing({ id: '' });
  const without = changed(stored, { _attachments: { one: stubOf(one) } });
  await instance.bulkWrite([{ previous: stored, document: without }], 'test');
  expect(kept()).toEqual([['a', 'one']]);
  await instance.bulkWrite(
    [{ previous: without, document: changed(without, { _deleted: true, _attachments: {} }) }],
    'test',
  );
  expect(kept()).toEqual([]);
});

test('an attachment that is missing, or has another digest, rejects', async () => {
  const { instance } = await open();
  const file = attachment('hello');
  await instance.bulkWrite([{ document: thing({ id: 'a', _attachments: { file } }) }], 'test');
  for (const [id, name, digest] of [
    ['a', 'file', 'other'],
    ['a', 'none', file.digest],
    ['b', 'file', file.digest],
  ] as const) {
    await expect(instance.getAttachmentData(id, name, digest)).rejects.toMatchObject({
      code: 'ATTACHMENT_NOT_FOUND',
    });
  }
});

test('a stub without data and without a previous one is an error of its row: no document, no bytes, no event', async () => {
  const { instance, kept } = await open();
  const heard: string[] = [];
  instance.changeStream().subscribe((bulk) => heard.push(...bulk.events.map((event) => event.documentId)));
  const file = attachment('hello');
  const bad = thing({ id: 'bad', _attachments: { file, stub: stubOf(attachment('lost')) } });
  const alone = await instance.bulkWrite([{ document: bad }], 'test');
  const together = await instance.bulkWrite([{ document: bad }, { document: thing({ id: 'good' }) }], 'test');
  expect([alone, together].map(({ error }) => error.map((one) => [one.documentId, one.status]))).toEqual([
    [['bad', 510]],
    [['bad', 510]],
  ]);
  expect({ heard, kept: kept(), found: await instance.findDocumentsById(['bad'], true) }).toEqual({
    heard: ['good'],
    kept: [],
    found: [],
  });
});

test('a conflicting write leaves attachments as they are', async () => {
  const { instance } = await open();
  const file = attachment('first');
  await instance.bulkWrite([{ document: thing({ id: 'a', _attachments: { file } }) }], 'test');
  const other = attachment('second');
  await instance.bulkWrite([{ document: thing({ id: 'a', _attachments: { file: other } }) }], 'test');
  expect(await (await instance.getAttachmentData('a', 'file', file.digest)).text()).toBe('first');
});

test('closing waits for a write that is still reading its Blobs, and its event still comes', async () => {
  const { storage, instance } = await open();
  const heard: string[] = [];
  instance.changeStream().subscribe((bulk) => heard.push(...bulk.events.map((event) => event.documentId)));
  const writing = instance.bulkWrite(
    [{ document: thing({ id: 'a', _attachments: { file: attachment('x') } }) }],
    'test',
  );
  await instance.close();
  expect({ heard, result: await writing }).toEqual({ heard: ['a'], result: { error: [] } });
  const again = await openInstance<Thing>({ storage, schema: SCHEMA });
  expect(await again.findDocumentsById(['a'], false)).toHaveLength(1);
});

test('cleanup and remove leave no attachment behind', async () => {
  const { storage, instance, kept } = await open();
  const file = attachment('x');
  // A tombstone from elsewhere may still bring its attachments along.
  const buried = thing({
    id: 'buried',
    _deleted: true,
    _meta: { lwt: now() - 5000 },
    _attachments: { file },
  });
  await instance.bulkWrite(
    [{ document: buried }, { document: thing({ id: 'a', _attachments: { file } }) }],
    'test',
  );
  const other = await openInstance<Thing>({ storage, schema: SCHEMA, collectionName: 'others' });
  await other.bulkWrite([{ document: thing({ id: 'o', _attachments: { file } }) }], 'test');
  await instance.cleanup(1000);
  expect(kept()).toEqual([
    ['a', 'file'],
    ['o', 'file'],
  ]);
  await instance.remove();
  expect(kept()).toEqual([['o', 'file']]);
});
