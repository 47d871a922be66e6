import { existsSync, statSync } from 'node:fs';
import { z } from 'zod';
import { entitiesIn, usedCollections } from '#shared/domains/registry.ts';
import type { SqliteConnection } from '../connection.ts';
import { tableOf, viewOf } from '../record-tables.ts';
import { openReader, type ReaderOptions } from '../open-reader.ts';

export type CollectionSize = {
  readonly collection: string;
  readonly kinds: readonly { readonly kind: string; readonly rows: number }[];
  readonly rows: number;
  /** Deleted records that are kept until every console has heard of them. */
  readonly deletedRows: number;
  readonly tableBytes: number;
  readonly indexBytes: number;
};
export type IndexFacts = {
  readonly name: string;
  readonly table: string;
  readonly sizeBytes: number;
  /** Rows in it and rows that share a first value on average, as ANALYZE found them; null where it has not run. */
  readonly statistics: string | null;
};
export type StoreSizes = {
  readonly fileBytes: number;
  readonly walBytes: number;
  /** In the file, but free: left by what was deleted, and used again before the file grows. */
  readonly freeBytes: number;
  readonly journalRows: number;
  readonly collections: readonly CollectionSize[];
  /** Tables that belong to no collection: journal, search, roll-ups. */
  readonly otherTables: readonly { readonly name: string; readonly sizeBytes: number }[];
  readonly indexes: readonly IndexFacts[];
};

/** Reads every page of the file once, so the host runs it in a worker. */
export function measureStore(file: string, options: ReaderOptions): StoreSizes {
  const db = openReader(file, options);
  try {
    const bytes = bytesByName(db);
    const objects = schemaObjects(db);
    const collections = usedCollections().map((collection) => {
      const table = tableOf(collection).slice(1, -1);
      const kinds = entitiesIn(collection).map((entity) => ({
        kind: entity.kind,
        rows: count(db, `SELECT count(*) FROM ${viewOf(entity)}`),
      }));
      const indexes = objects.filter((object) => object.type === 'index' && object.table === table);
      return {
        collection,
        kinds,
        rows: kinds.reduce((sum, { rows }) => sum + rows, 0),
        deletedRows: count(db, `SELECT count(*) FROM ${tableOf(collection)} WHERE deleted = 1`),
        tableBytes: bytes.get(table) ?? 0,
        indexBytes: indexes.reduce((sum, { name }) => sum + (bytes.get(name) ?? 0), 0),
      };
    });
    return {
      fileBytes: statSync(file).size,
      walBytes: existsSync(`${file}-wal`) ? statSync(`${file}-wal`).size : 0,
      freeBytes: pragma(db, 'freelist_count') * pragma(db, 'page_size'),
      journalRows: count(db, 'SELECT count(*) FROM journal'),
      collections,
      otherTables: otherTables(objects, bytes),
      indexes: indexFacts(db, objects, bytes),
    };
  } finally {
    db.close();
  }
}

const SchemaObject = z.object({ type: z.string(), name: z.string(), table: z.string() });
type SchemaObject = z.infer<typeof SchemaObject>;

function schemaObjects(db: SqliteConnection): SchemaObject[] {
  const rows = db
    .prepare(`SELECT type, name, tbl_name AS "table" FROM sqlite_schema WHERE type IN ('table', 'index')`)
    .all();
  return z.array(SchemaObject).parse(rows);
}

function bytesByName(db: SqliteConnection): Map<string, number> {
  const rows = db.prepare('SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name').all();
  const Row = z.object({ name: z.string(), bytes: z.number() });
  return new Map(rows.map((row) => Row.parse(row)).map(({ name, bytes }) => [name, bytes]));
}

function otherTables(objects: readonly SchemaObject[], bytes: ReadonlyMap<string, number>) {
  const ofCollections = new Set(usedCollections().map((collection) => tableOf(collection).slice(1, -1)));
  const totals = new Map<string, number>();
  for (const { name, table } of objects) {
    if (ofCollections.has(table)) continue;
    totals.set(table, (totals.get(table) ?? 0) + (bytes.get(name) ?? 0));
  }
  return [...totals]
    .map(([name, sizeBytes]) => ({ name, sizeBytes }))
    .sort((a, b) => b.sizeBytes - a.sizeBytes || (a.name < b.name ? -1 : 1));
}

function indexFacts(
  db: SqliteConnection,
  objects: readonly SchemaObject[],
  bytes: ReadonlyMap<string, number>,
): IndexFacts[] {
  const statistics = statisticsByIndex(db, objects);
  return objects
    .filter(({ type }) => type === 'index')
    .map(({ name, table }) => ({
      name,
      table,
      sizeBytes: bytes.get(name) ?? 0,
      statistics: statistics.get(name) ?? null,
    }))
    .sort((a, b) => b.sizeBytes - a.sizeBytes || (a.name < b.name ? -1 : 1));
}

function statisticsByIndex(db: SqliteConnection, objects: readonly SchemaObject[]): Map<string, string> {
  if (!objects.some(({ name }) => name === 'sqlite_stat1')) return new Map();
  const Row = z.object({ idx: z.string(), stat: z.string() });
  const rows = db.prepare('SELECT idx, stat FROM sqlite_stat1 WHERE idx IS NOT NULL').all();
  return new Map(rows.map((row) => Row.parse(row)).map(({ idx, stat }) => [idx, stat]));
}

function count(db: SqliteConnection, sql: string): number {
  return Number(db.prepare(sql).pluck().get());
}

function pragma(db: SqliteConnection, name: string): number {
  return Number(db.pragma(name, { simple: true }));
}
