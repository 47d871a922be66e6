import { createRxDatabase, type RxStorage } from 'rxdb';
import type { Engine, Question } from './engine.ts';
import { RANGE_LIMIT } from './engine.ts';
import { type Note, noteSchema } from './note.ts';

/** A storage under RxDB's collections, as an application uses it. */
export async function rxCollectionEngine<Internals, Options>(
  name: string,
  storage: RxStorage<Internals, Options>,
  rows: number,
): Promise<Engine> {
  const database = await createRxDatabase({
    name: name.toLowerCase().replaceAll(/[^a-z]/g, ''),
    storage,
    multiInstance: false,
  });
  const { notes } = await database.addCollections({ notes: { schema: noteSchema } });
  const asked = ({ incidentId, from }: Question) => ({ incidentId: { $eq: incidentId }, at: { $gte: from } });
  return {
    name,
    rows,
    insertOne: (note) => notes.insert(note),
    insertMany: async (many) => {
      const { error } = await notes.bulkInsert([...many]);
      if (error.length > 0) throw new Error(`${name} refused a write: ${error[0]?.status}`);
    },
    get: async (id): Promise<Note | undefined> => (await notes.findOne(id).exec())?.toJSON(),
    range: async (question): Promise<readonly Note[]> => {
      const query = notes.find({ selector: asked(question), sort: [{ at: 'asc' }], limit: RANGE_LIMIT });
      return (await query.exec()).map((document) => document.toJSON());
    },
    count: (question) => notes.count({ selector: asked(question) }).exec(),
    close: () => database.close(),
  };
}
