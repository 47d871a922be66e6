import { entitiesIn, usedCollections } from '#shared/domains/registry.ts';
import type { CollectionName, Entity, PartialIndex } from '#shared/kernel/define-entity.ts';
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
  for (const collection of usedCollections()) {
    tables.set(collection, openTable(db, collection, collectionSchema(collection)));
    const entities = entitiesIn(collection);
    const indexed = new Set(['siteId', ...entities.flatMap((entity) => entity.indexes.flat())]);
    indexed.delete('id');
    addColumn(db, collection, LIVE_KIND, `CASE WHEN deleted = 0 THEN ${extract('kind')} END`);
    for (const field of indexed) addColumn(db, collection, columnName(field), extract(field));
    defineIndexes(db, collection, entities);
    for (const entity of entities) {
      defineView(db, entity, indexed);
      definePartialViews(db, entity);
    }
  }
  return tables;
}

function addColumn(db: SqliteConnection, collection: CollectionName, name: string, expression: string): void {
  const known = db
    .prepare<[string, string], { name: string }>('SELECT name FROM pragma_table_xinfo(?) WHERE name = ?')
    .get(`${collection}-${COLLECTION_VERSION}`, name);
  if (known !== undefined) return;
  db.exec(
    `ALTER TABLE ${tableOf(collection)} ADD COLUMN "${name}" ANY GENERATED ALWAYS AS (${expression}) VIRTUAL`,
  );
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

function defineView(db: SqliteConnection, entity: Entity, indexed: ReadonlySet<string>): void {
  const columns = Object.keys(entity.schema.shape)
    .filter((field) => field !== 'id')
    .map((field) => `${indexed.has(field) ? `"${columnName(field)}"` : extract(field)} AS "${field}"`);
  db.exec(`DROP VIEW IF EXISTS ${viewOf(entity)}`);
  db.exec(
    `CREATE VIEW ${viewOf(entity)} AS SELECT id, ${columns.join(', ')}, data
     FROM ${tableOf(entity.collection)} WHERE "${LIVE_KIND}" = '${entity.kind}'`,
  );
}

/**
 * One condition for the rows of a partial index: the planner knows the index by exactly this text. No generated
 * column, which a table of ten million rows is read for from end to end when it is added.
 */
function isIn(entity: Entity, { where }: PartialIndex): string {
  const isOne = `${extract(where.field)} IN (${textList(where.oneOf)})`;
  return `CASE WHEN deleted = 0 AND ${extract('kind')} = '${entity.kind}' AND ${isOne} THEN 1 END = 1`;
}

function definePartialViews(db: SqliteConnection, entity: Entity): void {
  const columns = Object.keys(entity.schema.shape)
    .filter((field) => field !== 'id')
    .map((field) => `${extract(field)} AS "${field}"`);
  for (const index of entity.partialIndexes) {
    const { view } = index;
    db.exec(`DROP VIEW IF EXISTS ${view}`);
    db.exec(
      `CREATE VIEW ${view} AS SELECT id, ${columns.join(', ')}, data
       FROM ${tableOf(entity.collection)} WHERE ${isIn(entity, index)}`,
    );
  }
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
