import type { RxDocumentData, RxStorage, RxStorageInstance } from 'rxdb';
import { normalizeMangoQuery, now, prepareQuery } from 'rxdb';
import { must } from '#shared/kernel/assert.ts';
import type { Engine, Question } from './engine.ts';
import { RANGE_LIMIT } from './engine.ts';
import { type Note, questionAt, storedNoteSchema } from './note.ts';

/** A storage by itself, called as RxDB calls it. */
export async function rxStorageEngine<Internals, Options>(
  name: string,
  storage: RxStorage<Internals, Options>,
  rows: number,
): Promise<Engine> {
  const instance: RxStorageInstance<Note, Internals, Options> = await storage.createStorageInstance<Note>({
    databaseInstanceToken: name,
    databaseName: name,
    collectionName: 'notes',
    schema: storedNoteSchema,
    // No storage measured here has options an instance needs.
    options: {} as Options,
    multiInstance: false,
    devMode: false,
  });
  const ranges = new PreparedQueries(rows, { sort: [{ at: 'asc' }], limit: RANGE_LIMIT });
  const counts = new PreparedQueries(rows, {});
  const insertMany = async (notes: readonly Note[]) => {
    const { error } = await instance.bulkWrite(
      notes.map((note) => ({ document: stored(note) })),
      'bench',
    );
    if (error.length > 0) throw new Error(`${name} refused a write: ${error[0]?.status}`);
  };
  return {
    name,
    rows,
    insertOne: (note) => insertMany([note]),
    insertMany,
    get: async (id) => (await instance.findDocumentsById([id], false))[0],
    range: async () => (await instance.query(ranges.next())).documents,
    count: async () => (await instance.count(counts.next())).count,
    close: () => instance.close(),
  };
}

const PREPARED_QUERIES = 500;

/** A storage is handed queries that RxDB has prepared; that work is RxDB's and is measured at its collections. */
class PreparedQueries {
  readonly #queries: readonly ReturnType<typeof prepared>[];
  #asked = 0;

  constructor(rows: number, rest: Parameters<typeof prepared>[1]) {
    this.#queries = Array.from({ length: PREPARED_QUERIES }, (_, turn) =>
      prepared(questionAt(turn, rows), rest),
    );
  }

  next() {
    this.#asked += 1;
    return must(this.#queries[this.#asked % PREPARED_QUERIES], 'a query was prepared');
  }
}

function prepared({ incidentId, from }: Question, rest: { sort?: [{ at: 'asc' }]; limit?: number }) {
  const selector = { _deleted: { $eq: false }, incidentId: { $eq: incidentId }, at: { $gte: from } };
  return prepareQuery(storedNoteSchema, normalizeMangoQuery(storedNoteSchema, { selector, ...rest }));
}

function stored(note: Note): RxDocumentData<Note> {
  return { ...note, _deleted: false, _attachments: {}, _meta: { lwt: now() }, _rev: '1-bench' };
}
