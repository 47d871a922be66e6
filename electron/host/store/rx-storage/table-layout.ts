import type { RxJsonSchema } from 'rxdb';
import { fillWithDefaultSettings, getPrimaryFieldOfPrimaryKey } from 'rxdb';
import { type Connection, quoted } from './connection.ts';
import { StorageError } from './errors.ts';
import { jsonPathLiteral, keysOfPath, type ScalarField, scalarFieldsOf } from './scalar-fields.ts';

/**
 * How the documents of one collection in one schema version lie in SQLite: one rowid table with the complete
 * document as JSON text, RxDB's own fields as columns, and a VIRTUAL generated column for each indexed path.
 */
export type TableLayout = {
  readonly tableName: string;
  readonly primaryPath: string;
  readonly fields: readonly ScalarField[];
  /** Dotted path to the SQL that reads it, for the four real columns and the generated ones. */
  readonly columns: ReadonlyMap<string, string>;
  readonly generated: readonly GeneratedColumn[];
  readonly indexes: readonly (readonly string[])[];
};
export type GeneratedColumn = { readonly name: string; readonly expression: string };

/**
 * Pure: the same schema always gives the same layout, whether RxDB has filled in its own fields and sorted it
 * or not, so that whoever opens a table first makes it as everybody else expects it.
 */
export function tableLayout<Type>(collectionName: string, given: RxJsonSchema<Type>): TableLayout {
  const schema = '_meta' in given.properties ? given : fillWithDefaultSettings(given);
  const primaryPath = String(getPrimaryFieldOfPrimaryKey(schema.primaryKey));
  const columns = new Map([
    [primaryPath, 'id'],
    ['_deleted', 'deleted'],
    ['_meta.lwt', 'lwt'],
    ['_rev', 'rev'],
  ]);
  const indexes = indexesOf(schema, primaryPath);
  const generated = generatedColumns([...new Set(indexes.flat())].filter((path) => !columns.has(path)));
  for (const [path, column] of generated) columns.set(path, quoted(column.name));
  return {
    tableName: tableNameOf(collectionName, schema.version),
    primaryPath,
    fields: scalarFieldsOf(schema).sort((one, other) => (one.path < other.path ? -1 : 1)),
    columns,
    generated: [...generated.values()],
    indexes: indexes.map((index) =>
      index.map((path) => columns.get(path)).filter((sql) => sql !== undefined),
    ),
  };
}

/** Two versions of one collection lie side by side while a migration runs. */
export function tableNameOf(collectionName: string, version: number): string {
  const name = `${collectionName}-${version}`;
  if (/^sqlite_/i.test(name) || name.includes('\0')) {
    throw new StorageError('INVALID_NAME', `SQLite can't name a table "${name}"`);
  }
  return name;
}

/** Creates what is missing: the table, columns of newly declared indexes, and the indexes. */
export function createTable(connection: Connection, layout: TableLayout): void {
  const { handle } = connection;
  const table = quoted(layout.tableName);
  const generated = layout.generated.map(
    ({ name, expression }) => `${quoted(name)} ANY GENERATED ALWAYS AS (${expression}) VIRTUAL`,
  );
  const real = [
    'id TEXT PRIMARY KEY NOT NULL',
    'deleted INTEGER NOT NULL',
    'lwt REAL NOT NULL',
    'rev TEXT NOT NULL',
    'data TEXT NOT NULL',
  ];
  handle.exec(`CREATE TABLE IF NOT EXISTS ${table} (${[...real, ...generated].join(', ')}) STRICT`);
  const present = new Set(
    handle.prepare('SELECT name FROM pragma_table_xinfo(?)').pluck().all(layout.tableName),
  );
  layout.generated.forEach(({ name }, position) => {
    if (!present.has(name)) handle.exec(`ALTER TABLE ${table} ADD COLUMN ${generated[position]}`);
  });
  for (const index of layout.indexes) createIndex(connection, layout.tableName, index);
  // Cleanup looks for old tombstones only; this index costs nothing for living documents.
  const tombstones = quoted(`${layout.tableName}|tombstones`);
  handle.exec(`CREATE INDEX IF NOT EXISTS ${tombstones} ON ${table} (lwt) WHERE deleted = 1`);
}

/**
 * RxDB puts `_deleted` first into every index. Here it is the condition of a partial index instead: what lies in
 * the index lives, so a scan compares one column less per entry, and tombstones cost nothing.
 */
function createIndex({ handle }: Connection, tableName: string, index: readonly string[]): void {
  const table = quoted(tableName);
  const [first, ...columns] = index;
  if (first !== 'deleted' || columns.length === 0) {
    const name = quoted(`${tableName}|${index.join()}`);
    handle.exec(`CREATE INDEX IF NOT EXISTS ${name} ON ${table} (${index.join()})`);
    return;
  }
  // As it was made before.
  handle.exec(`DROP INDEX IF EXISTS ${quoted(`${tableName}|${index.join()}`)}`);
  const name = quoted(`${tableName}|living|${columns.join()}`);
  handle.exec(`CREATE INDEX IF NOT EXISTS ${name} ON ${table} (${columns.join()}) WHERE deleted = 0`);
}

type Indexes = readonly (string | readonly PropertyKey[])[] | undefined;

function indexesOf(
  schema: { readonly indexes?: Indexes; readonly internalIndexes?: Indexes },
  primaryPath: string,
): string[][] {
  const declared = [...(schema.indexes ?? []), ...(schema.internalIndexes ?? [])].map((index) =>
    typeof index === 'string' ? [index] : index.map(String),
  );
  const all = [...declared, ['_meta.lwt', primaryPath]];
  const unique = new Map(all.map((index) => [index.join(), index]));
  // The primary key alone is SQLite's own index; one more would only cost writes.
  unique.delete(primaryPath);
  return [...unique.values()].filter((index) => index.every((path) => keysOfPath(path) !== undefined));
}

const REAL_COLUMNS = new Set(['id', 'deleted', 'lwt', 'rev', 'data', 'rowid', 'oid', '_rowid_']);

/**
 * A generated column bears the name of its path, so that read models can say `status = 'open'`. SQLite's names
 * ignore case and JSON's don't: paths that would meet in one name get their bytes appended.
 */
function generatedColumns(paths: readonly string[]): Map<string, GeneratedColumn> {
  const columns = new Map<string, GeneratedColumn>();
  for (const path of paths) {
    const same = paths.filter((other) => other.toLowerCase() === path.toLowerCase());
    const isTaken = same.length > 1 || REAL_COLUMNS.has(path.toLowerCase());
    const name = isTaken ? `${path}#${Buffer.from(path, 'utf8').toString('hex')}` : path;
    columns.set(path, { name, expression: `json_extract(data, ${jsonPathLiteral(path.split('.'))})` });
  }
  return columns;
}
