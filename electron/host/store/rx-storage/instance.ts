import type {
  BulkWriteRow,
  EventBulk,
  PreparedQuery,
  RxDocumentData,
  RxJsonSchema,
  RxStorageBulkWriteResponse,
  RxStorageChangeEvent,
  RxStorageCountResult,
  RxStorageDefaultCheckpoint,
  RxStorageInstance,
  RxStorageInstanceCreationParams,
  RxStorageQueryResult,
} from 'rxdb';
import { now } from 'rxdb';
import { type Observable, Subject } from 'rxjs';
import { type AttachmentBytes, readAttachment, readAttachmentBytes } from './attachments.ts';
import { bulkWrite, type StoredRow, type StoredWriteError, type WriteResult } from './bulk-write.ts';
import { type ChangeListener, SeenBulks, type StoredEventBulk } from './change-stream.ts';
import { changedSince } from './changed-since.ts';
import { cleanUp } from './cleanup.ts';
import { StorageError } from './errors.ts';
import { type Explanation, explainQuery } from './explain.ts';
import { countDocuments, findDocuments, type StoredQuery, type StoredSchema } from './query.ts';
import { openRelay, type Relay } from './relay.ts';
import type { StoredDocument } from './stored-document.ts';
import type { Table } from './table.ts';

export type InstanceOptions = Record<string, unknown>;
export type InstanceInternals = { readonly table: Table };
/** Why a direct write to this collection must not happen, or undefined if it may. */
export type RefuseDirectWrites = (collectionName: string, context: string) => string | undefined;

export type InstanceParts<Type> = {
  readonly params: RxStorageInstanceCreationParams<Type, InstanceOptions>;
  readonly table: Table;
  readonly refuseDirectWrites: RefuseDirectWrites;
  /** Called once, when the instance no longer needs its connection. */
  readonly release: () => void;
};

/**
 * RxDB's view of one table. Inside, documents are untyped records; what comes out of a table is what went in
 * with this instance's type, which is why the casts between the two are true.
 */
export class SqliteInstance<Type>
  implements RxStorageInstance<Type, InstanceInternals, InstanceOptions, RxStorageDefaultCheckpoint>
{
  readonly databaseName: string;
  readonly collectionName: string;
  readonly schema: Readonly<RxJsonSchema<RxDocumentData<Type>>>;
  readonly options: Readonly<InstanceOptions>;
  readonly internals: InstanceInternals;
  readonly #table: Table;
  readonly #refuseDirectWrites: RefuseDirectWrites;
  readonly #release: () => void;
  readonly #changes = new Subject<StoredEventBulk>();
  readonly #seen = new SeenBulks();
  readonly #relay: Relay | undefined;
  readonly #listener: ChangeListener;
  readonly #running = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  constructor({ params, table, refuseDirectWrites, release }: InstanceParts<Type>) {
    this.databaseName = params.databaseName;
    this.collectionName = params.collectionName;
    this.schema = params.schema;
    this.options = params.options;
    this.internals = { table };
    this.#table = table;
    this.#refuseDirectWrites = refuseDirectWrites;
    this.#release = release;
    const deliver = (bulk: StoredEventBulk) => {
      if (this.#seen.add(bulk.id)) this.#changes.next(bulk);
    };
    this.#relay = openRelay(params, deliver);
    this.#listener = { deliver, relay: this.#relay?.post };
    table.changes.attach(this.#listener);
  }

  async bulkWrite(rows: BulkWriteRow<Type>[], context: string): Promise<RxStorageBulkWriteResponse<Type>> {
    this.#assertUsable('bulkWrite');
    const refusal = this.#refuseDirectWrites(this.collectionName, context);
    if (refusal !== undefined) throw new StorageError('WRITE_THROUGH_COMMANDS', refusal);
    const stored = rows as unknown as StoredRow[];
    const errors =
      this.schema.attachments === undefined
        ? this.#write(stored, context, NO_ATTACHMENTS)
        : await this.#tracked(this.#writeWithAttachments(stored, context));
    return { error: errors as RxStorageBulkWriteResponse<Type>['error'] };
  }

  async findDocumentsById(ids: string[], withDeleted: boolean): Promise<RxDocumentData<Type>[]> {
    this.#assertUsable('findDocumentsById');
    const [id] = ids;
    if (id === undefined) return [];
    if (ids.length > 1) return this.#typed(this.#table.readMany(ids, withDeleted));
    const document = this.#table.read(id);
    return document === undefined || (document._deleted && !withDeleted) ? [] : this.#typed([document]);
  }

  async query({ query }: PreparedQuery<Type>): Promise<RxStorageQueryResult<Type>> {
    this.#assertUsable('query');
    return { documents: this.#typed(findDocuments(this.#table, this.#untypedSchema(), untyped(query))) };
  }

  async count({ query }: PreparedQuery<Type>): Promise<RxStorageCountResult> {
    this.#assertUsable('count');
    return countDocuments(this.#table, this.#untypedSchema(), untyped(query));
  }

  /** How `query` would be answered; for people and for tests on indexes. */
  explain({ query }: PreparedQuery<Type>): Explanation {
    this.#assertUsable('explain');
    return explainQuery(this.#table, untyped(query));
  }

  async getAttachmentData(documentId: string, attachmentId: string, digest: string): Promise<Blob> {
    this.#assertUsable('getAttachmentData');
    return readAttachment(this.#table.connection, this.#table.name, { documentId, attachmentId, digest });
  }

  async getChangedDocumentsSince(
    limit: number,
    checkpoint?: RxStorageDefaultCheckpoint,
  ): Promise<{ documents: RxDocumentData<Type>[]; checkpoint: RxStorageDefaultCheckpoint }> {
    this.#assertUsable('getChangedDocumentsSince');
    const changed = changedSince(this.#table, limit, checkpoint);
    return { documents: this.#typed(changed.documents), checkpoint: changed.checkpoint };
  }

  changeStream(): Observable<EventBulk<RxStorageChangeEvent<Type>, RxStorageDefaultCheckpoint>> {
    return this.#changes.asObservable() as unknown as ReturnType<this['changeStream']>;
  }

  async cleanup(minimumDeletedTime: number): Promise<boolean> {
    this.#assertUsable('cleanup');
    // RxDB's own clock: it gives each write a time of its own and so can run ahead of the system's.
    return cleanUp(this.#table, now() - minimumDeletedTime);
  }

  /** Waits for running writes. May be called any number of times. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Drops this collection in this schema version, and nothing else. */
  async remove(): Promise<void> {
    this.#assertUsable('remove');
    this.#closing = this.#close(() => this.#table.drop());
    await this.#closing;
  }

  async #close(atLast?: () => void): Promise<void> {
    await Promise.allSettled(this.#running);
    this.#table.changes.detach(this.#listener);
    try {
      atLast?.();
    } finally {
      this.#changes.complete();
      this.#release();
      await this.#relay?.close();
    }
  }

  async #writeWithAttachments(rows: StoredRow[], context: string): Promise<StoredWriteError[]> {
    return this.#write(rows, context, await readAttachmentBytes(rows));
  }

  #write(rows: StoredRow[], context: string, attachments: AttachmentBytes): StoredWriteError[] {
    const instance = this as unknown as RxStorageInstance<Record<string, unknown>, unknown, unknown>;
    const result: WriteResult = bulkWrite({ table: this.#table, instance, rows, context, attachments });
    if (result.bulk !== undefined) this.#table.changes.emit(result.bulk, this.#listener);
    return result.errors;
  }

  async #tracked<Result>(work: Promise<Result>): Promise<Result> {
    this.#running.add(work);
    try {
      return await work;
    } finally {
      this.#running.delete(work);
    }
  }

  #assertUsable(method: string): void {
    if (this.#closing !== undefined) {
      throw new StorageError('INSTANCE_CLOSED', `${method}() on "${this.#table.name}" after it was closed`);
    }
    if (this.#table.isDropped) {
      throw new StorageError(
        'COLLECTION_REMOVED',
        `${method}() on "${this.#table.name}" after it was removed`,
      );
    }
  }

  #typed(documents: StoredDocument[]): RxDocumentData<Type>[] {
    return documents as unknown as RxDocumentData<Type>[];
  }

  #untypedSchema(): StoredSchema {
    return this.schema as unknown as StoredSchema;
  }
}

const NO_ATTACHMENTS: AttachmentBytes = new Map();

function untyped<Type>(query: PreparedQuery<Type>['query']): StoredQuery {
  // A selector is read by path and operator; which document type its paths belong to makes no difference.
  return query as unknown as StoredQuery;
}
