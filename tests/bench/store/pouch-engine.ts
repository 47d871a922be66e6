import PouchDB from 'pouchdb';
import type { Engine } from './engine.ts';
import { RANGE_LIMIT } from './engine.ts';
import type { Note } from './note.ts';

type PouchNote = Note & { _id: string };

/** PouchDB on LevelDB with a view for the index. LevelDB does not wait for the disk, so its writes are not durable. */
export async function pouchEngine(folder: string, rows: number): Promise<Engine> {
  const pouch = new PouchDB<PouchNote>(folder, { adapter: 'leveldb' });
  await pouch.put({
    _id: '_design/notes',
    views: {
      byGroup: { map: 'function (doc) { emit([doc.incidentId, doc.at]); }' },
      counts: { map: 'function (doc) { emit([doc.incidentId, doc.at]); }', reduce: '_count' },
    },
  });
  const keys = (incidentId: string, from: string) => ({
    startkey: [incidentId, from],
    endkey: [incidentId, '\uffff'],
  });
  return {
    name: 'PouchDB on LevelDB, not synced',
    rows,
    insertOne: (note) => pouch.put(pouchNote(note)),
    insertMany: async (notes) => {
      const failed = (await pouch.bulkDocs(notes.map(pouchNote))).find(({ error }) => error);
      if (failed !== undefined) throw new Error(`PouchDB refused a write: ${JSON.stringify(failed)}`);
    },
    get: (id) => pouch.get(id),
    range: async ({ incidentId, from }) => {
      const options = { ...keys(incidentId, from), limit: RANGE_LIMIT, include_docs: true };
      const { rows: found } = await pouch.query('notes/byGroup', options);
      return found.flatMap(({ doc }) => (doc === undefined ? [] : [doc]));
    },
    count: async ({ incidentId, from }) => {
      const { rows: found } = await pouch.query('notes/counts', { ...keys(incidentId, from), reduce: true });
      return Number(found[0]?.value ?? 0);
    },
    close: () => pouch.close(),
  };
}

function pouchNote(note: Note): PouchNote {
  return { ...note, _id: note.id };
}
