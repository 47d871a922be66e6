import type { RxJsonSchema } from 'rxdb';
import { assert } from '#shared/kernel/assert.ts';
import { createAttachments, dropAttachments } from './attachments.ts';
import { ChangeHub } from './change-stream.ts';
import { type Connection, connectionOf, quoted, type SqliteHandle } from './connection.ts';
import { StorageError } from './errors.ts';
import type { StoredDocument } from './stored-document.ts';
import { createTable, type TableLayout, tableLayout } from './table-layout.ts';
import { forgetNotes, TableNotes } from './table-notes.ts';

/**
 * One collection's table on one connection: the only way documents get into it. RxDB's instances and the
 * store's transactions write through the same object, so both keep its notes.
 */
export class Table {
  readonly connection: Connection;
  readonly changes = new ChangeHub();
  #layout: TableLayout;
  #notes: TableNotes;
  #isDropped = false;
  readonly #sql: TableSql;

  constructor(connection: Connection, layout: TableLayout) {
    this.connection = connection;
    createTable(connection, layout);
    createAttachments(connection);
    this.#layout = layout;
    this.#notes = new TableNotes(connection, layout.tableName, layout.fields);
    this.#sql = tableSql(layout.tableName);
  }

  get layout(): TableLayout {
    return this.#layout;
  }

  get notes(): TableNotes {
    return this.#notes;
  }

  get name(): string {
    return this.#layout.tableName;
  }

  get isDropped(): boolean {
    return this.#isDropped;
  }

  read(id: string): StoredDocument | undefined {
    const data = this.connection.statement(this.#sql.read).pluck().get(id);
    return data === undefined ? undefined : documentOf(data);
  }

  revisionOf(id: string): string | undefined {
    const revision = this.connection.statement(this.#sql.revision).pluck().get(id);
    return typeof revision === 'string' ? revision : undefined;
  }

  readMany(ids: readonly string[], withDeleted: boolean): StoredDocument[] {
    const sql = withDeleted ? this.#sql.readMany : this.#sql.readManyLiving;
    return this.connection.statement(sql).pluck().all(JSON.stringify(ids)).map(documentOf);
  }

  /** Throws if the id is taken. Call inside a transaction. */
  insert(document: StoredDocument): void {
    this.#notes.observe(document);
    this.connection.statement(this.#sql.insert).run(this.#row(document));
  }

  /** Writes the document over whatever has its id, or anew. Call inside a transaction. */
  put(document: StoredDocument): void {
    this.#notes.observe(document);
    this.connection.statement(this.#sql.put).run(this.#row(document));
  }

  /** One statement, its own transaction; only for a document the notes know. False if the id is taken. */
  insertIfAbsent(document: StoredDocument): boolean {
    return this.connection.statement(this.#sql.insertIfAbsent).run(this.#row(document)).changes === 1;
  }

  /** One statement, its own transaction; only for a document the notes know. False if the revision is another. */
  replaceRevision(document: StoredDocument, revision: string): boolean {
    const row = { ...this.#row(document), previous: revision };
    return this.connection.statement(this.#sql.replaceRevision).run(row).changes === 1;
  }

  /** Takes on another schema of the same version: new indexes, other scalar paths. */
  adopt(layout: TableLayout): void {
    createTable(this.connection, layout);
    this.#layout = layout;
    this.#notes = new TableNotes(this.connection, layout.tableName, layout.fields);
  }

  drop(): void {
    this.connection.transaction(() => {
      this.connection.handle.exec(`DROP TABLE IF EXISTS ${quoted(this.name)}`);
      forgetNotes(this.connection, this.name);
      dropAttachments(this.connection, this.name);
    });
    this.#isDropped = true;
    tablesOf(this.connection).delete(this.name);
  }

  #row(document: StoredDocument): Record<string, unknown> {
    const id = document[this.#layout.primaryPath];
    if (typeof id !== 'string' || !id.isWellFormed()) {
      throw new StorageError(
        'INVALID_DOCUMENT',
        `The primary key of a document in "${this.name}" is no valid text`,
      );
    }
    return {
      id,
      deleted: document._deleted ? 1 : 0,
      lwt: document._meta.lwt,
      rev: document._rev,
      data: JSON.stringify(document),
    };
  }
}

/**
 * The table of a collection in the version of this schema, created if it isn't there. Not to be called inside
 * a transaction: a rollback would take the table away from everybody who has it.
 */
export function openTable<Type>(
  handle: SqliteHandle,
  collectionName: string,
  schema: RxJsonSchema<Type>,
): Table {
  const connection = connectionOf(handle);
  const layout = tableLayout(collectionName, schema);
  const tables = tablesOf(connection);
  const known = tables.get(layout.tableName);
  if (known !== undefined && isSameShape(known.layout, layout)) return known;
  assert(!handle.inTransaction, `"${layout.tableName}" is created or changed outside of transactions`);
  if (known === undefined) {
    const table = new Table(connection, layout);
    tables.set(layout.tableName, table);
    return table;
  }
  known.adopt(layout);
  return known;
}

/** Documents are read back exactly as they were written. */
export function documentOf(data: unknown): StoredDocument {
  // `data` holds only what `#row` serialised from a StoredDocument.
  return JSON.parse(String(data)) as StoredDocument;
}

const tablesByConnection = new WeakMap<Connection, Map<string, Table>>();

function tablesOf(connection: Connection): Map<string, Table> {
  let tables = tablesByConnection.get(connection);
  if (tables === undefined) {
    tables = new Map();
    tablesByConnection.set(connection, tables);
  }
  return tables;
}

function isSameShape(one: TableLayout, other: TableLayout): boolean {
  const shapeOf = ({ columns, ...rest }: TableLayout) => JSON.stringify({ ...rest, columns: [...columns] });
  return shapeOf(one) === shapeOf(other);
}

type TableSql = Readonly<Record<'read' | 'revision' | 'readMany' | 'readManyLiving' | WriteSql, string>>;
type WriteSql = 'insert' | 'put' | 'insertIfAbsent' | 'replaceRevision';

function tableSql(tableName: string): TableSql {
  const table = quoted(tableName);
  const insert = `INSERT INTO ${table} (id, deleted, lwt, rev, data) VALUES (@id, @deleted, @lwt, @rev, @data)`;
  const assignments = 'deleted = @deleted, lwt = @lwt, rev = @rev, data = @data';
  // One parameter for any number of ids: SQLite bounds the number of parameters, not the length of one.
  const many = `SELECT data FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`;
  return {
    read: `SELECT data FROM ${table} WHERE id = ?`,
    revision: `SELECT rev FROM ${table} WHERE id = ?`,
    readMany: many,
    readManyLiving: `${many} AND deleted = 0`,
    insert,
    put: `${insert} ON CONFLICT (id) DO UPDATE SET ${assignments}`,
    insertIfAbsent: `${insert} ON CONFLICT DO NOTHING`,
    replaceRevision: `UPDATE ${table} SET ${assignments} WHERE id = @id AND rev = @previous`,
  };
}
