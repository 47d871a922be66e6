import type Database from 'better-sqlite3';
import { z } from 'zod';
import { usedCollections } from '#shared/domains/registry.ts';
import type { StoredRecord } from '#shared/kernel/define-entity.ts';
import { Entry } from '#shared/sync/entry.ts';
import { recordInText } from '#host/store/record-writer.ts';
import { tableOf } from '#host/store/record-tables.ts';
import { sortedRecord } from './replay.ts';

export type Outcome = { readonly seq: number | null; readonly output: z.infer<ReturnType<typeof z.json>> };

/** Everything a transaction writes, read with plain SQL. */
export type FileContent = {
  readonly deviceId: string | undefined;
  readonly entries: readonly Entry[];
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** Living records that commands made; what came from a server has no entry. */
  readonly records: ReadonlyMap<string, StoredRecord>;
  readonly journalChanges: ReadonlyMap<string, true>;
  readonly timers: ReadonlyMap<string, number>;
  readonly counters: ReadonlyMap<string, number>;
  /** What the server is taken to have of each record: the text of the record, or of null where it has none. */
  readonly serverStates: ReadonlyMap<string, string | null>;
};

const SavedOutcome = z.object({ output: z.json(), seq: z.int().nullable() });

export function readFile(db: Database.Database): FileContent {
  const column = (sql: string): string[] => db.prepare<[], string>(sql).pluck().all();
  const pairs = (sql: string): [string, number][] => db.prepare<[], [string, number]>(sql).raw().all();
  return {
    deviceId: column(`SELECT value FROM console_state WHERE key = 'deviceId'`)[0],
    entries: column('SELECT entry FROM journal ORDER BY seq').map((text) => Entry.parse(JSON.parse(text))),
    outcomes: new Map(
      db
        .prepare<[], [string, string]>('SELECT commandId, outcome FROM command_outcome')
        .raw()
        .all()
        .map(([commandId, text]) => [commandId, SavedOutcome.parse(JSON.parse(text))]),
    ),
    records: new Map(recordsIn(db, column)),
    journalChanges: new Map(
      column(`SELECT collection || '/' || id || '/' || seq FROM journal_change`).map((key) => [key, true]),
    ),
    timers: new Map(pairs('SELECT id, dueAtMs FROM timer')),
    counters: new Map(pairs('SELECT series, value FROM counter')),
    serverStates: new Map(
      db
        .prepare<[], [string, string | null]>(`SELECT collection || '/' || id, shadow FROM record_sync`)
        .raw()
        .all(),
    ),
  };
}

function recordsIn(db: Database.Database, column: (sql: string) => string[]): [string, StoredRecord][] {
  const present = new Set(db.prepare<[], string>('SELECT name FROM sqlite_schema').pluck().all());
  return usedCollections()
    .filter((collection) => present.has(tableOf(collection).replaceAll('"', '')))
    .flatMap((collection) =>
      column(`SELECT data FROM ${tableOf(collection)} WHERE deleted = 0`)
        .map(recordInText)
        .filter(({ kind }) => kind !== 'site')
        .map((record): [string, StoredRecord] => [`${collection}/${record.id}`, sortedRecord(record)]),
    );
}
