import fc from 'fast-check';
import type { BulkWriteRow, EventBulk, RxStorageChangeEvent, RxStorageInstance } from 'rxdb';
import { getChangedDocumentsSince } from 'rxdb';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { expect, test } from 'vitest';
import {
  memoryStorage,
  openThings,
  prepared,
  THINGS,
  type Thing,
  type ThingDocument,
} from './test-support.ts';

type Instance = Pick<
  RxStorageInstance<Thing, unknown, unknown>,
  | 'bulkWrite'
  | 'query'
  | 'findDocumentsById'
  | 'changeStream'
  | 'cleanup'
  | 'schema'
  | 'getChangedDocumentsSince'
>;
type Step = {
  id: number;
  previous: 'none' | 'current' | 'stale';
  isDeleted: boolean;
  name: string | undefined;
};

const IDS = ['a', 'b', 'é', '😀'];
const steps = fc.record<Step>({
  id: fc.nat({ max: IDS.length - 1 }),
  previous: fc.constantFrom('none', 'current', 'current', 'current', 'stale'),
  isDeleted: fc.boolean(),
  name: fc.constantFrom(undefined, 'x', '\uff01', '😀'),
});
/** One call writes an id at most once; RxDB never does otherwise. */
const calls = fc.uniqueArray(steps, { selector: (step) => step.id, minLength: 1, maxLength: 4 });
let databases = 0;

async function memoryInstance(): Promise<Instance> {
  databases += 1;
  return getRxStorageMemory().createStorageInstance<Thing>({
    databaseInstanceToken: 'token',
    databaseName: `reference-${databases}`,
    collectionName: 'things',
    schema: THINGS,
    options: {},
    multiInstance: false,
    devMode: false,
  });
}

/** The rows of one call, with `previous` as somebody would have it who has seen the reference or is late. */
async function rowsOf(
  reference: Instance,
  call: readonly Step[],
  time: number,
): Promise<BulkWriteRow<Thing>[]> {
  const rows: BulkWriteRow<Thing>[] = [];
  for (const step of call) {
    const id = IDS[step.id] ?? '';
    const [current] = await reference.findDocumentsById([id], true);
    const fields = step.name === undefined ? { id } : { id, name: step.name };
    const height = current === undefined ? 1 : Number.parseInt(current._rev, 10) + 1;
    const document: ThingDocument = {
      ...fields,
      _deleted: step.isDeleted,
      _attachments: {},
      _rev: `${height}-${time}`,
      _meta: { lwt: time + 0.25 },
    };
    const stale = current === undefined ? document : { ...current, _rev: '1-stale' };
    const previous = { none: undefined, current, stale }[step.previous];
    rows.push(previous === undefined ? { document } : { previous, document });
  }
  return rows;
}

function heardBy(instance: Instance): unknown[] {
  const heard: unknown[] = [];
  instance.changeStream().subscribe((bulk: EventBulk<RxStorageChangeEvent<Thing>, unknown>) => {
    // Every bulk has an id of its own; all else must be the same.
    const { id: _id, ...rest } = bulk;
    heard.push(rest);
  });
  return heard;
}

async function stateOf(instance: Instance): Promise<unknown> {
  const byName = prepared<Thing>(THINGS, { selector: {}, sort: [{ name: 'desc' }, { id: 'asc' }] });
  return {
    all: (await instance.query(byName)).documents,
    living: (await instance.findDocumentsById(IDS, false)).length,
    changes: await getChangedDocumentsSince<Thing, unknown>(
      instance as RxStorageInstance<Thing, unknown, unknown>,
      100,
    ),
  };
}

test('any series of writes gives the errors, the events and the documents of RxDB’s memory storage', async () => {
  const property = fc.asyncProperty(fc.array(calls, { minLength: 1, maxLength: 8 }), async (series) => {
    const { storage, handle } = memoryStorage();
    const [reference, instance] = [await memoryInstance(), await openThings({ storage })];
    const [expectedEvents, events] = [heardBy(reference), heardBy(instance)];
    for (const [position, call] of series.entries()) {
      const rows = await rowsOf(reference, call, 1000 + position);
      const expected = await reference.bulkWrite(rows, `call ${position}`);
      expect(await instance.bulkWrite(rows, `call ${position}`)).toEqual(expected);
    }
    expect(events).toEqual(expectedEvents);
    expect(await stateOf(instance)).toEqual(await stateOf(reference));
    await Promise.all([reference.cleanup(0), instance.cleanup(0)]);
    expect(await stateOf(instance)).toEqual(await stateOf(reference));
    handle.close();
  });
  await fc.assert(property, { numRuns: 300, seed: 20_261_121 });
});
