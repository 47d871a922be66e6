import type { BulkWriteRow, CategorizeBulkWriteRowsOutput, RxAttachmentWriteData } from 'rxdb';
import type { Connection } from './connection.ts';
import { StorageError } from './errors.ts';

/** The bytes of the attachments a write brings along, read before its transaction opens: a Blob is asynchronous. */
export type AttachmentBytes = ReadonlyMap<object, Uint8Array>;

type Categorized<Type> = Pick<
  CategorizeBulkWriteRowsOutput<Type>,
  'attachmentsAdd' | 'attachmentsUpdate' | 'attachmentsRemove'
>;

export async function readAttachmentBytes<Type>(
  rows: readonly BulkWriteRow<Type>[],
): Promise<AttachmentBytes> {
  const bytes = new Map<object, Uint8Array>();
  for (const { document } of rows) {
    for (const attachment of Object.values(document._attachments)) {
      if ('data' in attachment) bytes.set(attachment, new Uint8Array(await attachment.data.arrayBuffer()));
    }
  }
  return bytes;
}

/** Must run in the transaction that writes the documents. */
export function writeAttachments<Type>(
  connection: Connection,
  tableName: string,
  changes: Categorized<Type>,
  bytes: AttachmentBytes,
): void {
  for (const { documentId, attachmentId, digest, attachmentData } of [
    ...changes.attachmentsAdd,
    ...changes.attachmentsUpdate,
  ]) {
    const data = bytesOf(attachmentData, bytes);
    connection
      .statement(PUT_ATTACHMENT)
      .run(tableName, documentId, attachmentId, digest, attachmentData.type, data);
  }
  for (const { documentId, attachmentId } of changes.attachmentsRemove) {
    connection.statement(REMOVE_ATTACHMENT).run(tableName, documentId, attachmentId);
  }
}

export function readAttachment(
  connection: Connection,
  tableName: string,
  attachment: { readonly documentId: string; readonly attachmentId: string; readonly digest: string },
): Blob {
  const { documentId, attachmentId, digest } = attachment;
  const row = connection.statement(READ_ATTACHMENT).raw().get(tableName, documentId, attachmentId, digest);
  if (row === undefined) {
    const name = `"${attachmentId}" of document "${documentId}" with digest ${digest}`;
    throw new StorageError('ATTACHMENT_NOT_FOUND', `attachment does not exist: ${name}`);
  }
  // READ_ATTACHMENT selects exactly these two columns of a STRICT table.
  const [type, data] = row as [string, Buffer<ArrayBuffer>];
  return new Blob([data], { type });
}

export function createAttachments(connection: Connection): void {
  connection.handle.exec(CREATE_ATTACHMENTS);
}

/** Must run in the transaction that deletes the documents. */
export function removeAttachmentsOf(connection: Connection, tableName: string, documentIds: string): void {
  connection.statement(REMOVE_OF_DOCUMENTS).run(tableName, documentIds);
}

export function dropAttachments(connection: Connection, tableName: string): void {
  createAttachments(connection);
  connection.handle.prepare('DELETE FROM "rx-attachments" WHERE table_name = ?').run(tableName);
}

/** One table for all collections, apart from the documents so that scanning those never reads past bytes. */
const CREATE_ATTACHMENTS = `CREATE TABLE IF NOT EXISTS "rx-attachments" (
  table_name TEXT NOT NULL, document_id TEXT NOT NULL, attachment_id TEXT NOT NULL,
  digest TEXT NOT NULL, type TEXT NOT NULL, data BLOB NOT NULL,
  PRIMARY KEY (table_name, document_id, attachment_id)
) STRICT`;
const PUT_ATTACHMENT = `INSERT INTO "rx-attachments" VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET digest = excluded.digest, type = excluded.type, data = excluded.data`;
const REMOVE_ATTACHMENT =
  'DELETE FROM "rx-attachments" WHERE table_name = ? AND document_id = ? AND attachment_id = ?';
const REMOVE_OF_DOCUMENTS = `DELETE FROM "rx-attachments"
  WHERE table_name = ? AND document_id IN (SELECT value FROM json_each(?))`;
const READ_ATTACHMENT = `SELECT type, data FROM "rx-attachments"
  WHERE table_name = ? AND document_id = ? AND attachment_id = ? AND digest = ?`;

function bytesOf(attachment: RxAttachmentWriteData, bytes: AttachmentBytes): Uint8Array {
  const found = bytes.get(attachment);
  if (found === undefined) throw new Error('An attachment came into a write after its bytes were read');
  return found;
}
