import type { StoredRecord } from '#shared/kernel/define-entity.ts';
import type { CollectionName } from '#shared/kernel/define-entity.ts';
import type { JsonObject } from '#shared/kernel/canonical-json.ts';
import { must } from '#shared/kernel/assert.ts';
import type { Table } from './rx-storage/index.ts';

/** A record as RxDB stores it: ours plus RxDB's own fields. */
export type Envelope = JsonObject & {
  readonly _deleted: boolean;
  readonly _rev: string;
  readonly _meta: { readonly lwt: number };
  readonly _attachments: { readonly [name: string]: never };
};
export type StoredDocument = StoredRecord & Envelope;

/** One record's way through a transaction, for those who follow after the commit. */
export type RecordChange = {
  readonly collection: CollectionName;
  readonly id: string;
  readonly previous: StoredDocument | undefined;
  readonly document: StoredDocument;
};

/**
 * Reads and writes single records in the tables that RxDB reads too, so it keeps RxDB's own fields: a
 * revision that grows and a write time that never repeats.
 */
export class RecordWriter {
  readonly #tables: ReadonlyMap<CollectionName, Table>;
  readonly #token: string;
  readonly #now: () => number;
  #lastWriteTime: number;

  /** `token` names this store in revisions; `lastWriteTime` is the newest one in the file. */
  constructor(
    tables: ReadonlyMap<CollectionName, Table>,
    options: { token: string; now: () => number; lastWriteTime: number },
  ) {
    this.#tables = tables;
    this.#token = options.token;
    this.#now = options.now;
    this.#lastWriteTime = options.lastWriteTime;
  }

  read(collection: CollectionName, id: string): StoredRecord | undefined {
    const document = this.readDocument(collection, id);
    return document === undefined || document._deleted ? undefined : recordOf(document);
  }

  readDocument(collection: CollectionName, id: string): StoredDocument | undefined {
    // A domain's table holds records only: this class writes them, and RxDB may not.
    return this.#table(collection).read(id) as StoredDocument | undefined;
  }

  /** Writes a record, or a tombstone that keeps its last values, and says what changed. */
  write(collection: CollectionName, record: StoredRecord, deleted: boolean): RecordChange {
    return this.writeOver(this.readDocument(collection, record.id), collection, record, deleted);
  }

  /** The same for a caller who has just read what stands there. */
  writeOver(
    previous: StoredDocument | undefined,
    collection: CollectionName,
    record: StoredRecord,
    deleted: boolean,
  ): RecordChange {
    const document: StoredDocument = {
      ...record,
      _deleted: deleted,
      _rev: `${heightOf(previous) + 1}-${this.#token}`,
      _meta: { lwt: this.#nextWriteTime() },
      _attachments: {},
    };
    const table = this.#table(collection);
    if (previous === undefined) table.insert(document);
    else table.put(document);
    return { collection, id: record.id, previous, document };
  }

  /** Milliseconds with two decimals, as RxDB writes them, each later than the last. */
  #nextWriteTime(): number {
    const next = Math.max(this.#now(), this.#lastWriteTime + 0.01);
    this.#lastWriteTime = Math.round(next * 100) / 100;
    return this.#lastWriteTime;
  }

  /** After a commit: the tables need not remember any longer what it may have taken back. */
  settle(changes: readonly RecordChange[]): void {
    for (const { collection } of changes) this.#table(collection).notes.settle();
  }

  #table(collection: CollectionName): Table {
    return must(this.#tables.get(collection), `collection ${collection} has a table`);
  }
}

/** The record in the text of a table's `data` column. */
export function recordInText(data: string): StoredRecord {
  // The column holds whole documents.
  return recordOf(JSON.parse(data) as StoredDocument);
}

/** The record without what RxDB added. */
export function recordOf(document: StoredDocument): StoredRecord {
  const { _deleted, _rev, _meta, _attachments, ...record } = document;
  // Taking away RxDB's fields leaves the record's own, `id`, `kind` and `siteId` among them.
  return record as unknown as StoredRecord;
}

function heightOf(document: StoredDocument | undefined): number {
  return document === undefined ? 0 : Number.parseInt(document._rev, 10);
}
