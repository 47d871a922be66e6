import { assert } from '#shared/kernel/assert.ts';
import type { CollectionName } from '#shared/kernel/define-entity.ts';
import { type DomainError, isDomainError } from '#shared/kernel/errors.ts';
import type { SqliteConnection } from '../connection.ts';
import type { WrittenRecord } from '../record-batches.ts';
import { documentInText, recordOf } from '../record-writer.ts';
import { connectionOf } from '../rx-storage/connection.ts';
import { MonthFiles } from './month-files.ts';

/** A row that stands for a record in a monthly file. */
export type Stub = {
  readonly collection: CollectionName;
  readonly id: string;
  readonly kind: string;
  readonly siteId: string;
  readonly rootId: string;
  readonly month: string;
  readonly rev: string;
};

/** A record that goes to the archive; `listed` stays in the store for lists, as JSON. */
export type ArchivedOne = Stub & { readonly listed: string | undefined };

/** A record of the archive: what stands for it, and its document as text. */
export type ArchivedText = { readonly stub: Stub; readonly data: string };

const COLUMNS = 'collection, id, kind, siteId, rootId, month, rev';
const BATCH_ROWS = 500;

/** What of a store lies in monthly files. The rows in the store are the truth; the files hold the documents. */
export class ArchivedRecords {
  readonly months: MonthFiles;
  readonly #db: SqliteConnection;
  /** Whether there may be any. Most stores have none, and then no write should have to ask. */
  #mayHold: boolean;

  constructor(db: SqliteConnection) {
    this.#db = db;
    this.months = new MonthFiles(db);
    this.#mayHold = this.#statement('SELECT 1 FROM archived_month LIMIT 1').get() !== undefined;
  }

  stub(collection: CollectionName, id: string): Stub | undefined {
    if (!this.#mayHold) return undefined;
    // The columns are those of a STRICT table, here and below.
    return this.#statement(`SELECT ${COLUMNS} FROM archived_record WHERE collection = ? AND id = ?`).get(
      collection,
      id,
    ) as Stub | undefined;
  }

  /** A whole and its parts; empty when it is not in the archive. */
  ofRoot(rootId: string): readonly Stub[] {
    if (!this.#mayHold) return [];
    return this.#statement(
      `SELECT ${COLUMNS} FROM archived_record WHERE rootId = ? ORDER BY collection, id`,
    ).all(rootId) as Stub[];
  }

  after({ collection, id }: { readonly collection: CollectionName; readonly id: string }, limit: number) {
    return this.#statement(
      `SELECT ${COLUMNS} FROM archived_record WHERE collection = ? AND id > ? ORDER BY id LIMIT ?`,
    ).all(collection, id, limit) as Stub[];
  }

  /** Throws `archive-unreadable`, naming the file. */
  textOf(stub: Stub): string {
    return this.months.read(stub.month, stub);
  }

  /** Call in the transaction that takes the records out of their tables. */
  add(stubs: readonly ArchivedOne[]): void {
    this.#mayHold = true;
    const insert = this.#statement(
      `INSERT INTO archived_record (${COLUMNS}) VALUES (@collection, @id, @kind, @siteId, @rootId, @month, @rev)`,
    );
    for (const { listed, ...stub } of stubs) {
      insert.run(stub);
      if (listed !== undefined) this.list(stub, listed);
    }
    for (const [month, records] of countByMonth(stubs)) {
      this.#statement(
        `INSERT INTO archived_month (month, records) VALUES (?, ?)
         ON CONFLICT (month) DO UPDATE SET records = records + excluded.records`,
      ).run(month, records);
    }
  }

  /** Keeps what lists show of an archived record. */
  list({ collection, id, kind }: Pick<Stub, 'collection' | 'id' | 'kind'>, listed: string): void {
    this.#statement(
      `INSERT INTO archived_list (collection, id, kind, data) VALUES (?, ?, ?, ?)
       ON CONFLICT (id, collection) DO UPDATE SET data = excluded.data`,
    ).run(collection, id, kind, listed);
  }

  unlistAll(): void {
    this.#statement('DELETE FROM archived_list').run();
  }

  /** Call in the transaction that puts the records back into their tables. */
  remove(stubs: readonly Stub[]): void {
    const remove = this.#statement('DELETE FROM archived_record WHERE collection = ? AND id = ?');
    const unlist = this.#statement('DELETE FROM archived_list WHERE collection = ? AND id = ?');
    for (const { collection, id } of stubs) {
      assert(remove.run(collection, id).changes === 1, 'a stub was there');
      unlist.run(collection, id);
    }
    for (const [month, records] of countByMonth(stubs)) {
      this.#statement('UPDATE archived_month SET records = records - ? WHERE month = ?').run(records, month);
      this.#statement('DELETE FROM archived_month WHERE month = ? AND records = 0').run(month);
    }
  }

  #statement(sql: string) {
    return connectionOf(this.#db).statement(sql);
  }
}

export type MonthCount = { readonly month: string; readonly records: number };

/** Newest first. */
export function archivedMonths(db: SqliteConnection): readonly MonthCount[] {
  // The columns are those of a STRICT table.
  return connectionOf(db)
    .statement('SELECT month, records FROM archived_month ORDER BY month DESC')
    .all() as MonthCount[];
}

export function countArchived(db: SqliteConnection, collections: readonly CollectionName[]): number {
  const sql = 'SELECT count(*) FROM archived_record WHERE collection IN (SELECT value FROM json_each(?))';
  return Number(connectionOf(db).statement(sql).pluck().get(JSON.stringify(collections)));
}

export function countArchivedOfKind(
  db: SqliteConnection,
  { collection, kind }: { readonly collection: CollectionName; readonly kind: string },
): number {
  const sql = 'SELECT count(*) FROM archived_record WHERE collection = ? AND kind = ?';
  return Number(connectionOf(db).statement(sql).pluck().get(collection, kind));
}

/** The archived records of a collection that follow an id, in the order of their ids. */
export function archivedAfter(
  archived: ArchivedRecords,
  from: { readonly collection: CollectionName; readonly id: string },
  limit: number,
): readonly WrittenRecord[] {
  return archived.after(from, limit).map((stub) => {
    const document = documentInText(archived.textOf(stub));
    return { record: recordOf(document), lastWriteMs: document._meta.lwt };
  });
}

/** Told why an archived record can't be read; the walk goes on unless this throws, as it does by default. */
export type WhenUnreadable = (error: DomainError) => void;

/**
 * Every archived record of a collection, or of one of its kinds, a batch in memory at a time, on any connection to
 * a store. Monthly files are closed when the walk has ended.
 */
export function* archivedBatches(
  db: SqliteConnection,
  filter: { readonly collection: CollectionName; readonly kind?: string },
  unreadable: WhenUnreadable = rethrow,
): Generator<readonly ArchivedText[]> {
  const statement = connectionOf(db).statement(
    `SELECT ${COLUMNS} FROM archived_record WHERE collection = :collection AND id > :id
     AND kind = coalesce(:kind, kind) ORDER BY id LIMIT ${BATCH_ROWS}`,
  );
  const months = new MonthFiles(db);
  const { collection, kind = null } = filter;
  try {
    let end: string | undefined = '';
    while (end !== undefined) {
      // As in `stub`.
      const stubs = statement.all({ collection, kind, id: end }) as Stub[];
      const batch = stubs.flatMap((stub) => readOne(months, stub, unreadable));
      if (batch.length > 0) yield batch;
      end = stubs.at(-1)?.id;
    }
  } finally {
    months.close();
  }
}

function readOne(months: MonthFiles, stub: Stub, unreadable: WhenUnreadable): ArchivedText[] {
  try {
    return [{ stub, data: months.read(stub.month, stub) }];
  } catch (error) {
    if (!isDomainError(error)) throw error;
    unreadable(error);
    return [];
  }
}

function rethrow(error: DomainError): void {
  throw error;
}

function countByMonth(stubs: readonly Stub[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { month } of stubs) counts.set(month, (counts.get(month) ?? 0) + 1);
  return counts;
}
