import type { RxDocumentData } from 'rxdb';
import { createRevision, now } from 'rxdb';

/** A document as it lies in a table: complete, with RxDB's own fields, attachments as stubs. */
export type StoredDocument = RxDocumentData<Record<string, unknown>>;

/**
 * Gives a document that is written past RxDB (by a transaction of the store) the fields RxDB would have given
 * it: the next revision, the time of the write, and a place for attachments.
 */
export function stampDocument(options: {
  readonly document: Readonly<Record<string, unknown>>;
  readonly previous: StoredDocument | undefined;
  /** Who writes; a device's id. Two writers must not share one, or conflicts go unseen. */
  readonly token: string;
  readonly deleted?: boolean;
}): StoredDocument {
  const { document, previous, token, deleted = false } = options;
  return {
    ...document,
    _deleted: deleted,
    _attachments: deleted ? {} : (previous?._attachments ?? {}),
    _meta: { ...previous?._meta, lwt: now() },
    _rev: createRevision(token, previous),
  };
}
