import { openConnection } from '#host/store/connection.ts';
import type { Engine } from './engine.ts';
import { RANGE_LIMIT } from './engine.ts';
import type { Note } from './note.ts';

/** The limit: better-sqlite3 by hand, one table, one index, the store's own pragmas. */
export function rawEngine(file: string, options: { rows: number; synchronous?: 'FULL' | 'NORMAL' }): Engine {
  const { rows, synchronous = 'FULL' } = options;
  const db = openConnection({ file });
  db.pragma(`synchronous = ${synchronous}`);
  db.exec(`CREATE TABLE note (
    id TEXT PRIMARY KEY NOT NULL, data TEXT NOT NULL,
    incidentId TEXT GENERATED ALWAYS AS (data ->> '$.incidentId') VIRTUAL,
    at TEXT GENERATED ALWAYS AS (data ->> '$.at') VIRTUAL
  ) STRICT;
  CREATE INDEX note_group ON note (incidentId, at, id)`);
  const insert = db.prepare('INSERT INTO note (id, data) VALUES (?, ?)');
  const insertOne = (note: Note) => insert.run(note.id, JSON.stringify(note));
  const insertMany = db.transaction((notes: readonly Note[]) => notes.forEach(insertOne));
  const get = db.prepare<[string], string>('SELECT data FROM note WHERE id = ?').pluck();
  const range = db
    .prepare<[string, string], string>(
      `SELECT data FROM note WHERE incidentId = ? AND at >= ? ORDER BY at, id LIMIT ${RANGE_LIMIT}`,
    )
    .pluck();
  const count = db
    .prepare<[string, string], number>('SELECT count(*) FROM note WHERE incidentId = ? AND at >= ?')
    .pluck();
  return {
    name: `raw better-sqlite3, ${synchronous}`,
    rows,
    insertOne,
    insertMany: (notes) => insertMany.immediate(notes),
    get(id) {
      const data = get.get(id);
      return data === undefined ? undefined : parsed(data);
    },
    range: ({ incidentId, from }) => range.all(incidentId, from).map(parsed),
    count: ({ incidentId, from }) => count.get(incidentId, from) ?? 0,
    close: () => db.close(),
  };
}

function parsed(data: string): Note {
  // Only notes are written into this table.
  return JSON.parse(data) as Note;
}
