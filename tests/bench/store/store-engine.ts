import { z } from 'zod';
import { viewOf } from '#host/store/record-tables.ts';
import type { Store } from '#host/store/store.ts';
import type { TransactOptions } from '#host/store/store.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import { testConsole } from '#tests/support/test-console.ts';
import type { Engine } from './engine.ts';
import { RANGE_LIMIT } from './engine.ts';
import { type Note, noteEntity } from './note.ts';

const CountRow = z.object({ count: z.number() });
const GROUP = `FROM ${viewOf(noteEntity)} WHERE incidentId = :incidentId AND at >= :from`;

const OPTIONS: TransactOptions = {
  actor: { type: 'system', id: 'bench', name: '' },
  command: 'bench.note',
  label: { key: 'bench.note' },
  lane: () => 2,
  input: {},
};

/** The store as commands and queries use it: journal, chain, server state and timers included. */
export function storeEngine(file: string, rows: number): Engine & { readonly store: Store } {
  const board = testConsole({ file });
  const { store } = board;
  defineNotes(store);
  const insertMany = (notes: readonly Note[]) =>
    store.transact(OPTIONS, (tx) => {
      // The ids are made of hex digits in the form of a UUID.
      for (const note of notes) tx.insert(noteEntity, { ...note, id: note.id as RecordId });
    });
  return {
    name: 'store: transact(), journalled',
    rows,
    store,
    insertOne: (note) => insertMany([note]),
    insertMany,
    get: (id) => store.record(noteEntity, id),
    range: (question) =>
      store.records(noteEntity, `SELECT data ${GROUP} ORDER BY at, id LIMIT ${RANGE_LIMIT}`, question),
    count: (question) => store.get(CountRow, `SELECT count(*) AS count ${GROUP}`, question)?.count ?? 0,
    close: () => board.close(),
  };
}

/** What a registered entity gets at start: its view and its index, on columns that the table has already. */
function defineNotes(store: Store): void {
  store.db.exec(`
    CREATE VIEW IF NOT EXISTS ${viewOf(noteEntity)} AS
      SELECT id, "f.incidentId" AS incidentId, "f.at" AS at, data FROM "incidents-0"
      WHERE "f.liveKind" = '${noteEntity.kind}';
    CREATE INDEX IF NOT EXISTS "bench:note" ON "incidents-0" ("f.incidentId", "f.at", id)
      WHERE "f.liveKind" = '${noteEntity.kind}'`);
}
