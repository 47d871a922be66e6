import type {
  BulkWriteRow,
  CategorizeBulkWriteRowsOutput,
  RxStorageInstance,
  RxStorageWriteError,
} from 'rxdb';
import { categorizeBulkWriteRows } from 'rxdb';
import { type AttachmentBytes, writeAttachments } from './attachments.ts';
import type { StoredEventBulk } from './change-stream.ts';
import { StorageError } from './errors.ts';
import type { StoredDocument } from './stored-document.ts';
import type { Table } from './table.ts';

export type StoredRow = BulkWriteRow<Record<string, unknown>>;
export type StoredWriteError = RxStorageWriteError<Record<string, unknown>>;
export type WriteResult = {
  readonly errors: StoredWriteError[];
  /** Undefined if nothing happened that anybody could see. */
  readonly bulk: StoredEventBulk | undefined;
};
export type Write = {
  readonly table: Table;
  /** RxDB's helper asks it whether the schema has attachments. */
  readonly instance: RxStorageInstance<Record<string, unknown>, unknown, unknown>;
  readonly rows: readonly StoredRow[];
  readonly context: string;
  readonly attachments: AttachmentBytes;
};

/** Writes what doesn't conflict and commits it, all in one transaction. The events are for after the call. */
export function bulkWrite(write: Write): WriteResult {
  const { table } = write;
  if (table.connection.handle.inTransaction) {
    throw new StorageError(
      'WRITE_INSIDE_TRANSACTION',
      `A write to "${table.name}" came while another transaction was open on its connection; nothing was written`,
    );
  }
  table.notes.settle();
  const result = writeOne(write) ?? table.connection.transaction(() => writeMany(write));
  return { errors: result.errors, bulk: bulkOf(table, result) };
}

type Categorized = CategorizeBulkWriteRowsOutput<Record<string, unknown>>;

/** The common write, one row without conflict, as one statement that is its own transaction. */
function writeOne(write: Write): Categorized | undefined {
  const { table, instance, rows } = write;
  const [row] = rows;
  if (row === undefined || rows.length > 1 || instance.schema.attachments !== undefined) return undefined;
  const document = storedOf(row);
  if (!table.notes.knows(document)) return undefined;
  const { previous } = row;
  const isWritten = previous
    ? table.replaceRevision(document, previous._rev)
    : table.insertIfAbsent(document);
  if (!isWritten) return undefined;
  return categorize(write, previous ? new Map([[idOf(table, document), previous]]) : new Map());
}

function writeMany(write: Write): Categorized {
  const { table } = write;
  const categorized = withoutFailed(categorize(write, currentOf(write)));
  for (const { document } of categorized.bulkInsertDocs) table.insert(document);
  for (const { document } of categorized.bulkUpdateDocs) table.put(document);
  writeAttachments(table.connection, table.name, categorized, write.attachments);
  return categorized;
}

/**
 * What the table holds of the rows' documents. Where the revision is the expected one, the row's own
 * `previous` stands for it and nothing is parsed.
 */
function currentOf({ table, rows }: Write): Map<string, StoredDocument> {
  const current = new Map<string, StoredDocument>();
  for (const { document, previous } of rows) {
    const id = idOf(table, document);
    const revision = table.revisionOf(id);
    if (revision === undefined) continue;
    const found = previous?._rev === revision ? previous : table.read(id);
    if (found !== undefined) current.set(id, found);
  }
  return current;
}

function categorize(write: Write, current: Map<string, StoredDocument>): Categorized {
  const { table, instance, rows, context } = write;
  return categorizeBulkWriteRows<Record<string, unknown>>(
    instance,
    table.layout.primaryPath,
    current,
    // RxDB declares the list mutable and only reads it.
    rows as StoredRow[],
    context,
  );
}

/** RxDB's helper reports events and attachments of rows it refused for a missing attachment; nobody may see them. */
function withoutFailed(categorized: Categorized): Categorized {
  if (categorized.errors.length === 0) return categorized;
  const failed = new Set(categorized.errors.map((error) => error.documentId));
  const kept = <Item extends { documentId: string }>(items: Item[]) =>
    items.filter((item) => !failed.has(item.documentId));
  return {
    ...categorized,
    eventBulk: { ...categorized.eventBulk, events: kept(categorized.eventBulk.events) },
    attachmentsAdd: kept(categorized.attachmentsAdd),
    attachmentsUpdate: kept(categorized.attachmentsUpdate),
    attachmentsRemove: kept(categorized.attachmentsRemove),
  };
}

function bulkOf(table: Table, { eventBulk, newestRow }: Categorized): StoredEventBulk | undefined {
  if (eventBulk.events.length === 0 || newestRow === undefined) return undefined;
  const { document } = newestRow;
  return { ...eventBulk, checkpoint: { id: idOf(table, document), lwt: document._meta.lwt } };
}

function storedOf({ document }: StoredRow): StoredDocument {
  // Without attachments in the schema there is no attachment data, which is all that differs between the types.
  return document as StoredDocument;
}

function idOf(table: Table, document: object): string {
  return String(Reflect.get(document, table.layout.primaryPath));
}
