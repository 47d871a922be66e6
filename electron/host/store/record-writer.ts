import { entityOf } from '#shared/domains/registry.ts';
import type { StoredRecord } from '#shared/kernel/define-entity.ts';
import type { CollectionName } from '#shared/kernel/define-entity.ts';
import type { JsonObject } from '#shared/kernel/canonical-json.ts';
import { must } from '#shared/kernel/assert.ts';
import type { ArchivedRecords } from './archive/archived-records.ts';
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
  /** It came back from the archive, where it was `previous`: live lists have not had it meanwhile. */
  readonly isFromArchive?: true;
};

/**
 * Reads and writes single records in the tables that RxDB reads too, so it keeps RxDB's own fields: a
 * revision that grows and a write time that never repeats.
 */
export class RecordWriter {
  readonly #tables: ReadonlyMap<CollectionName, Table>;
  readonly #token: string;
  readonly #now: () => number;
  readonly #archived: ArchivedRecords;
  #lastWriteTime: number;
  #thawed: RecordChange[] = [];

  /** `token` names this store in revisions; `lastWriteTime` is the newest one in the file. */
  constructor(
    tables: ReadonlyMap<CollectionName, Table>,
    options: { token: string; now: () => number; lastWriteTime: number; archived: ArchivedRecords },
  ) {
    this.#tables = tables;
    this.#token = options.token;
    this.#now = options.now;
    this.#archived = options.archived;
    this.#lastWriteTime = options.lastWriteTime;
  }

  read(collection: CollectionName, id: string): StoredRecord | undefined {
    const document = this.readDocument(collection, id);
    return document === undefined || document._deleted ? undefined : recordOf(document);
  }

  /**
   * A record that is in the archive comes back with this, and with it all that it is a whole with: call inside a
   * transaction. Throws `archive-unreadable` when its monthly file can't be read.
   */
  readDocument(collection: CollectionName, id: string): StoredDocument | undefined {
    const found = this.#readTable(collection, id);
    if (found !== undefined) return found;
    const stub = this.#archived.stub(collection, id);
    if (stub === undefined) return undefined;
    this.#thaw(stub.rootId);
    return this.#readTable(collection, id);
  }

  #readTable(collection: CollectionName, id: string): StoredDocument | undefined {
    // A domain's table holds records only: this class writes them, and RxDB may not.
    return this.#table(collection).read(id) as StoredDocument | undefined;
  }

  /**
   * What was brought back since the last call. The archive never told search and statistics that it took these
   * records, and what came back says what it said; so for each of them nothing has changed.
   */
  takeThawed(): readonly RecordChange[] {
    const thawed = this.#thawed;
    if (thawed.length > 0) this.#thawed = [];
    return thawed;
  }

  #thaw(rootId: string): void {
    const stubs = this.#archived.ofRoot(rootId);
    for (const stub of stubs) {
      const { collection, id } = stub;
      const previous = documentInText(this.#archived.textOf(stub));
      const document: StoredDocument = {
        ...previous,
        // One more than the deletion that live lists were told of.
        _rev: `${heightOf(previous) + 2}-${this.#token}`,
        _meta: { lwt: this.nextWriteTime() },
      };
      this.#table(collection).insert(document);
      this.#thawed.push({ collection, id, previous, document, isFromArchive: true });
    }
    this.#archived.remove(stubs);
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
    if (previous === undefined) this.#thawWholeOf(record);
    const document: StoredDocument = {
      ...record,
      _deleted: deleted,
      _rev: `${heightOf(previous) + 1}-${this.#token}`,
      _meta: { lwt: this.nextWriteTime() },
      _attachments: {},
    };
    const table = this.#table(collection);
    if (previous === undefined) table.insert(document);
    else table.put(document);
    return { collection, id: record.id, previous, document };
  }

  /** A new part of an archived whole brings it back: a whole is never half here and half there. */
  #thawWholeOf(record: StoredRecord): void {
    const partOf = entityOf(record.kind)?.partOf;
    const rootId = partOf === undefined ? undefined : record[partOf];
    if (typeof rootId === 'string' && this.#archived.ofRoot(rootId).length > 0) this.#thaw(rootId);
  }

  /** Milliseconds with two decimals, as RxDB writes them, each later than the last. */
  nextWriteTime(): number {
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

/** The document in the text of a table's `data` column, or of a monthly file's. */
export function documentInText(data: string): StoredDocument {
  // Both hold whole documents.
  return JSON.parse(data) as StoredDocument;
}

export function recordInText(data: string): StoredRecord {
  return recordOf(documentInText(data));
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
