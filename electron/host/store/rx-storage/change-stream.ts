import type { EventBulk, RxStorageChangeEvent, RxStorageDefaultCheckpoint } from 'rxdb';
import { randomToken } from 'rxdb';
import type { StoredDocument } from './stored-document.ts';
import type { Table } from './table.ts';

export type StoredEvent = RxStorageChangeEvent<StoredDocument>;
export type StoredEventBulk = EventBulk<StoredEvent, RxStorageDefaultCheckpoint>;

/** One document a transaction has written past RxDB: what it was, and what it is now. */
export type ExternalChange = {
  readonly documentId: string;
  readonly previous: StoredDocument | undefined;
  readonly document: StoredDocument;
};

/**
 * Tells every open instance of the table's collection what a transaction has committed, as one EventBulk, so
 * that RxDB's live queries and document caches follow. Call it after the commit, with the documents as they
 * were written; they are handed on by reference and must not be changed afterwards.
 */
export function emitExternalCommit(table: Table, changes: readonly ExternalChange[], context: string): void {
  table.notes.settle();
  const events = changes.map(eventOf).filter((event) => event !== undefined);
  const newest = changes.at(-1);
  if (events.length === 0 || newest === undefined) return;
  table.changes.emit({
    id: randomToken(10),
    events,
    checkpoint: { id: newest.documentId, lwt: newest.document._meta.lwt },
    context,
  });
}

/** An instance of RxDB's storage, as far as changes are concerned. */
export type ChangeListener = {
  /** Hands a bulk to the instance's own subscribers. */
  deliver(bulk: StoredEventBulk): void;
  /** Hands a bulk to instances in other processes or on other connections, if the instance has a channel. */
  readonly relay: ((bulk: StoredEventBulk) => void) | undefined;
};

/** Connects all instances of one table in this process. */
export class ChangeHub {
  readonly #listeners = new Set<ChangeListener>();

  attach(listener: ChangeListener): void {
    this.#listeners.add(listener);
  }

  detach(listener: ChangeListener): void {
    this.#listeners.delete(listener);
  }

  /** `writer` relays its own writes; what no instance wrote is relayed by the first that can. */
  emit(bulk: StoredEventBulk, writer?: ChangeListener): void {
    const listeners = [...this.#listeners];
    const relaying = writer ?? listeners.find((listener) => listener.relay !== undefined);
    for (const listener of listeners) listener.deliver(bulk);
    relaying?.relay?.(bulk);
  }
}

/** Remembers the last bulks seen, because a relayed bulk can arrive at an instance that had it directly. */
export class SeenBulks {
  readonly #ids = new Set<string>();

  /** False if the bulk was seen before. */
  add(id: string): boolean {
    if (this.#ids.has(id)) return false;
    this.#ids.add(id);
    const [oldest] = this.#ids;
    if (this.#ids.size > SEEN_BULKS_MAX && oldest !== undefined) this.#ids.delete(oldest);
    return true;
  }
}

/** A relayed bulk is late by milliseconds; this is far more than are written in that time. */
const SEEN_BULKS_MAX = 1000;

/** As RxDB would report it: a tombstone that is new is no event, a revived document is an insert. */
function eventOf({ documentId, previous, document }: ExternalChange): StoredEvent | undefined {
  const wasThere = previous !== undefined && !previous._deleted;
  if (document._deleted) {
    if (previous === undefined) return undefined;
    return { operation: 'DELETE', documentId, documentData: document, previousDocumentData: previous };
  }
  if (wasThere)
    return { operation: 'UPDATE', documentId, documentData: document, previousDocumentData: previous };
  return { operation: 'INSERT', documentId, documentData: document, previousDocumentData: undefined };
}
