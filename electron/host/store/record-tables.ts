import { entitiesIn, usedCollections } from '#shared/domains/registry.ts';
import {
  archivedViewOf,
  type CollectionName,
  type Entity,
  type PartialIndex,
} from '#shared/kernel/define-entity.ts';
import { COLLECTION_VERSION, collectionSchema } from './collection-schema.ts';
import type { SqliteConnection } from './connection.ts';
import { openTable, type Table } from './rx-storage/index.ts';

/**
 * The kind of a record that is not deleted. One column instead of two conditions, because the planner would
 * rather use RxDB's index on `deleted` than the partial index that fits.
 */
const LIVE_KIND = 'f.liveKind';

export function tableOf(collection: CollectionName): string {
  return `"${collection}-${COLLECTION_VERSION}"`;
}

/** Name of the SQL view of an entity: `incident`, `incident_event`. */
export function viewOf(entity: Entity): string {
  return entity.kind.replaceAll('-', '_');
}

/**
 * Makes what SQL sees of the records: a generated column for every indexed field, an index per field
 * list, partial to its kind, and a view per entity with a column for every field. Repeatable; indexes
 * whose entity no longer asks for them are dropped.
 */
export function defineRecordTables(db: SqliteConnection): ReadonlyMap<CollectionName, Table> {
  const tables = new Map<CollectionName, Table>();
  // All columns before the first index or view: SQLite reads the whole schema again with each column that is added.
  for (const collection of usedCollections()) {
    tables.set(collection, openTable(db, collection, collectionSchema(collection)));
    defineColumns(db, collection, [
      [LIVE_KIND, `CASE WHEN deleted = 0 THEN ${extract('kind')} END`],
      ...[...indexedIn(collection)].map((field) => [columnName(field), extract(field)] as const),
    ]);
  }
  const views = viewsIn(db);
  for (const collection of usedCollections()) {
    const entities = entitiesIn(collection);
    const indexed = indexedIn(collection);
    defineIndexes(db, collection, entities);
    for (const entity of entities) {
      const ofEntity = [viewFor(entity, indexed), ...partialViewsFor(entity), ...archivedViewFor(entity)];
      for (const view of ofEntity) defineView(db, view, views);
    }
  }
  defineArchivedIndexes(db);
  return tables;
}

function indexedIn(collection: CollectionName): ReadonlySet<string> {
  const fields = entitiesIn(collection).flatMap((entity) => entity.indexes.flat());
  return new Set(['siteId', ...fields].filter((field) => field !== 'id'));
}

function defineColumns(
  db: SqliteConnection,
  collection: CollectionName,
  columns: readonly (readonly [name: string, expression: string])[],
): void {
  const known = new Set(
    db
      .prepare<[string], { name: string }>('SELECT name FROM pragma_table_xinfo(?)')
      .all(`${collection}-${COLLECTION_VERSION}`)
      .map(({ name }) => name),
  );
  for (const [name, expression] of columns) {
    if (known.has(name)) continue;
    db.exec(
      `ALTER TABLE ${tableOf(collection)} ADD COLUMN "${name}" ANY GENERATED ALWAYS AS (${expression}) VIRTUAL`,
    );
  }
}

function defineIndexes(db: SqliteConnection, collection: CollectionName, entities: readonly Entity[]): void {
  const wanted = new Map<string, string>();
  for (const entity of entities) {
    for (const fields of entity.indexes) {
      const columns = [...fields.map((field) => (field === 'id' ? 'id' : `"${columnName(field)}"`)), 'id'];
      const name = `record:${entity.kind}:${fields.join(',')}`;
      wanted.set(
        name,
        `CREATE INDEX IF NOT EXISTS "${name}" ON ${tableOf(collection)} (${columns.join(', ')})
         WHERE "${LIVE_KIND}" = '${entity.kind}'`,
      );
    }
  }
  for (const entity of entities) {
    for (const index of entity.partialIndexes) {
      const { view, fields } = index;
      // Expressions, not generated columns: SQLite takes the values of those from the row even where an index has them.
      const keys = [...fields.map((field) => `(${extract(field)})`), 'id'];
      wanted.set(
        `record:${entity.kind}:${view}:${fields.join(',')}`,
        `CREATE INDEX IF NOT EXISTS "record:${entity.kind}:${view}:${fields.join(',')}"
         ON ${tableOf(collection)} (${keys.join(', ')}) WHERE ${isIn(entity, index)}`,
      );
    }
  }
  const present = db
    .prepare<[string], { name: string }>(
      `SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND name LIKE 'record:%'`,
    )
    .all(`${collection}-${COLLECTION_VERSION}`);
  for (const { name } of present) if (!wanted.has(name)) db.exec(`DROP INDEX "${name}"`);
  for (const statement of wanted.values()) db.exec(statement);
}

/** The indexes of the live records, over what stays in the store of archived ones. */
function defineArchivedIndexes(db: SqliteConnection): void {
  const wanted = new Map<string, string>();
  for (const entity of usedCollections().flatMap(entitiesIn)) {
    const listed = new Set(['siteId', ...entity.listedInArchive]);
    if (entity.listedInArchive.length === 0) continue;
    for (const fields of entity.indexes.filter((one) => one.every((field) => listed.has(field)))) {
      const name = `archived:${entity.kind}:${fields.join(',')}`;
      const keys = [...fields.map((field) => `(${extract(field)})`), 'id'];
      wanted.set(
        name,
        `CREATE INDEX IF NOT EXISTS "${name}" ON archived_list (${keys.join(', ')}) WHERE ${isListed(entity)}`,
      );
    }
  }
  const present = db
    .prepare<[], { name: string }>(
      `SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'archived_list' AND name LIKE 'archived:%'`,
    )
    .all();
  for (const { name } of present) if (!wanted.has(name)) db.exec(`DROP INDEX "${name}"`);
  for (const statement of wanted.values()) db.exec(statement);
}

function isListed({ collection, kind }: Entity): string {
  return `collection = '${collection}' AND kind = '${kind}'`;
}

type View = { readonly name: string; readonly sql: string };

function viewsIn(db: SqliteConnection): ReadonlyMap<string, string> {
  const rows = db
    .prepare<[], { name: string; sql: string }>(`SELECT name, sql FROM sqlite_schema WHERE type = 'view'`)
    .all();
  return new Map(rows.map(({ name, sql }) => [name, sql]));
}

/** SQLite keeps the text as it was given. One that stays leaves the schema, and every prepared statement, alone. */
function defineView(db: SqliteConnection, { name, sql }: View, present: ReadonlyMap<string, string>): void {
  if (present.get(name) === sql) return;
  db.exec(`DROP VIEW IF EXISTS ${name}`);
  db.exec(sql);
}

function viewFor(entity: Entity, indexed: ReadonlySet<string>): View {
  const name = viewOf(entity);
  const columns = Object.keys(entity.schema.shape)
    .filter((field) => field !== 'id')
    .map((field) => `${indexed.has(field) ? `"${columnName(field)}"` : extract(field)} AS "${field}"`);
  const sql = `CREATE VIEW ${name} AS SELECT id, ${columns.join(', ')}, data
     FROM ${tableOf(entity.collection)} WHERE "${LIVE_KIND}" = '${entity.kind}'`;
  return { name, sql };
}

/**
 * One condition for the rows of a partial index: the planner knows the index by exactly this text. No generated
 * column, which a table of ten million rows is read for from end to end when it is added.
 */
function isIn(entity: Entity, { where }: PartialIndex): string {
  const isOne = `${extract(where.field)} IN (${textList(where.oneOf)})`;
  return `CASE WHEN deleted = 0 AND ${extract('kind')} = '${entity.kind}' AND ${isOne} THEN 1 END = 1`;
}

function partialViewsFor(entity: Entity): View[] {
  const columns = Object.keys(entity.schema.shape)
    .filter((field) => field !== 'id')
    .map((field) => `${extract(field)} AS "${field}"`);
  return entity.partialIndexes.map((index) => ({
    name: index.view,
    sql: `CREATE VIEW ${index.view} AS SELECT id, ${columns.join(', ')}, data
       FROM ${tableOf(entity.collection)} WHERE ${isIn(entity, index)}`,
  }));
}

function archivedViewFor(entity: Entity): View[] {
  if (entity.listedInArchive.length === 0) return [];
  const name = archivedViewOf(entity.kind);
  const columns = ['siteId', ...entity.listedInArchive].map((field) => `${extract(field)} AS "${field}"`);
  return [
    {
      name,
      sql: `CREATE VIEW ${name} AS SELECT id, ${columns.join(', ')} FROM archived_list WHERE ${isListed(entity)}`,
    },
  ];
}

function textList(values: readonly string[]): string {
  return values.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ');
}

function columnName(field: string): string {
  return `f.${field}`;
}

function extract(field: string): string {
  return `data ->> '$.${field}'`;
}
