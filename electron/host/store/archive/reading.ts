import type { CollectionName } from '#shared/kernel/define-entity.ts';
import { connectionOf } from '../rx-storage/connection.ts';
import type { SqliteConnection } from '../connection.ts';
import type { RecordWriter } from '../record-writer.ts';
import type { ArchivedRecords } from './archived-records.ts';

/**
 * Lets a query see archived records as if they stood in their tables: the first that it asks for by id comes back
 * whole, in a transaction that is rolled back when the query has its answer. So no query has to know of the
 * archive, and nothing is written. Synchronous, as queries are: nobody else sees that state.
 */
export class ArchiveReading {
  readonly #db: SqliteConnection;
  readonly #archived: ArchivedRecords;
  readonly #writer: RecordWriter;
  #isReading = false;
  /** Months of records that this query has asked for. */
  readonly #months = new Map<string, string>();

  constructor(db: SqliteConnection, archived: ArchivedRecords, writer: RecordWriter) {
    this.#db = db;
    this.#archived = archived;
    this.#writer = writer;
  }

  run<Result>(query: () => Result): Result {
    if (this.#isReading || this.#db.inTransaction) return query();
    this.#isReading = true;
    try {
      return query();
    } finally {
      this.#isReading = false;
      if (this.#db.inTransaction) this.#undo();
    }
  }

  /** Call before a record is read: brings it where it is looked for. */
  prepare(collection: CollectionName, id: string): void {
    if (!this.#isReading) return;
    const stub = this.#archived.stub(collection, id);
    if (stub === undefined) return;
    if (!this.#db.inTransaction) connectionOf(this.#db).statement('BEGIN IMMEDIATE').run();
    this.#months.set(`${collection}/${id}`, stub.month);
    this.#writer.readDocument(collection, id);
  }

  /** The month of the archive in which a record lies, `2026-03`. */
  monthOf(collection: CollectionName, id: string): string | undefined {
    return this.#months.get(`${collection}/${id}`) ?? this.#archived.stub(collection, id)?.month;
  }

  #undo(): void {
    connectionOf(this.#db).statement('ROLLBACK').run();
    this.#writer.takeThawed();
    this.#months.clear();
  }
}
