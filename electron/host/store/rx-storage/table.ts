import type { RxJsonSchema } from 'rxdb';
import { assert } from '#shared/kernel/assert.ts';
import { createAttachments, dropAttachments } from './attachments.ts';
import { ChangeHub } from './change-stream.ts';
import {
  type Connection,
  connectionOf,
  quoted,
  type SqliteHandle,
  type SqliteStatement,
} from './connection.ts';
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
  readonly #statements: TableStatements;

  constructor(connection: Connection, layout: TableLayout) {
    this.connection = connection;
    createTable(connection, layout);
    createAttachments(connection);
    this.#layout = layout;
    this.#notes = new TableNotes(connection, layout.tableName, layout.fields);
    this.#statements = new TableStatements(connection, layout.tableName);
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
    const data = this.#statements.read.get(id);
    return data === undefined ? undefined : documentOf(data);
  }

  revisionOf(id: string): string | undefined {
    const revision = this.#statements.revision.get(id);
    return typeof revision === 'string' ? revision : undefined;
  }

  readMany(ids: readonly string[], withDeleted: boolean): StoredDocument[] {
    const { readMany, readManyLiving } = this.#statements;
    return documentsOf((withDeleted ? readMany : readManyLiving).all(JSON.stringify(ids)));
  }

  /** Throws if the id is taken. Call inside a transaction. */
  insert(document: StoredDocument): void {
    this.#notes.observe(document);
    this.#statements.insert.run(...this.#row(document));
  }

  /** Writes the document over whatever has its id, or anew. Call inside a transaction. */
  put(document: StoredDocument): void {
    this.#notes.observe(document);
    this.#statements.put.run(...this.#row(document));
  }

  /** One statement, its own transaction; only for a document the notes know. False if the id is taken. */
  insertIfAbsent(document: StoredDocument): boolean {
    return this.#statements.insertIfAbsent.run(...this.#row(document)).changes === 1;
  }

  /** One statement, its own transaction; only for a document the notes know. False if the revision is another. */
  replaceRevision(document: StoredDocument, revision: string): boolean {
    const [id, ...values] = this.#row(document);
    return this.#statements.replaceRevision.run(...values, id, revision).changes === 1;
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

  /** In the order of the columns that `TableStatements` writes. */
  #row(document: StoredDocument): [id: string, deleted: number, lwt: number, rev: string, data: string] {
    const id = document[this.#layout.primaryPath];
    if (typeof id !== 'string' || !id.isWellFormed()) {
      throw new StorageError(
        'INVALID_DOCUMENT',
        `The primary key of a document in "${this.name}" is no valid text`,
      );
    }
    return [id, document._deleted ? 1 : 0, document._meta.lwt, document._rev, JSON.stringify(document)];
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

export function documentsOf(texts: readonly unknown[]): StoredDocument[] {
  return texts.map(documentOf);
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

/** Prepared once: these run for every document. */
class TableStatements {
  readonly read: SqliteStatement;
  readonly revision: SqliteStatement;
  readonly readMany: SqliteStatement;
  readonly readManyLiving: SqliteStatement;
  readonly insert: SqliteStatement;
  readonly put: SqliteStatement;
  readonly insertIfAbsent: SqliteStatement;
  readonly replaceRevision: SqliteStatement;

  constructor({ handle }: Connection, tableName: string) {
    const table = quoted(tableName);
    // The connection is somebody else's and may be set to give bigints.
    const prepare = (sql: string): SqliteStatement => handle.prepare(sql).safeIntegers(false);
    const insert = `INSERT INTO ${table} (id, deleted, lwt, rev, data) VALUES (?, ?, ?, ?, ?)`;
    // One parameter for any number of ids: SQLite bounds the number of parameters, not the length of one.
    const many = `SELECT data FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`;
    this.read = prepare(`SELECT data FROM ${table} WHERE id = ?`).pluck();
    this.revision = prepare(`SELECT rev FROM ${table} WHERE id = ?`).pluck();
    this.readMany = prepare(many).pluck();
    this.readManyLiving = prepare(`${many} AND deleted = 0`).pluck();
    this.insert = prepare(insert);
    this.put = prepare(
      `${insert} ON CONFLICT (id) DO UPDATE SET
         deleted = excluded.deleted, lwt = excluded.lwt, rev = excluded.rev, data = excluded.data`,
    );
    this.insertIfAbsent = prepare(`${insert} ON CONFLICT DO NOTHING`);
    this.replaceRevision = prepare(
      `UPDATE ${table} SET deleted = ?, lwt = ?, rev = ?, data = ? WHERE id = ? AND rev = ?`,
    );
  }
}
