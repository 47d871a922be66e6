import { domains, entityOf, usedCollections } from '#shared/domains/registry.ts';
import type { CollectionName, StoredRecord } from '#shared/kernel/define-entity.ts';
import { isBuiltFor, noteBuiltFor } from '../built-for.ts';
import { recordBatches } from '../record-batches.ts';
import { type RecordChange, recordOf, type StoredDocument } from '../record-writer.ts';
import { connectionOf } from '../rx-storage/connection.ts';
import type { Store } from '../store.ts';
import { SEARCH_TEXT_VERSION, searchableFields, type SearchText, searchTextOf } from './search-text.ts';

const NAME = 'search';

/**
 * The words of every record, kept in the transaction that changes it. Row numbers only grow, so a search
 * can look at what changed last first.
 */
export class SearchIndex {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Follower of the store: runs inside every commit. */
  follow(records: readonly RecordChange[]): void {
    for (const { collection, id, previous, document } of records) {
      const before = textOf(previous);
      const after = textOf(document);
      // Most commands move a record along without touching a word of it.
      if (sameText(before, after)) continue;
      this.#remove(collection, id);
      if (after !== undefined) this.#insert(collection, id, document._meta.lwt, after);
    }
  }

  /** Builds the index anew when it was built from other fields, or never. */
  rebuildIfNeeded(): void {
    if (!isBuiltFor(this.#store.db, NAME, definition())) this.rebuild();
  }

  /** Empties the index and reads every record again. */
  rebuild(): void {
    this.#store.bookkeeping(() => {
      this.#statement('DELETE FROM search_record').run();
      this.#statement(`INSERT INTO search_text (search_text) VALUES ('delete-all')`).run();
      for (const collection of usedCollections()) this.#indexCollection(collection);
      noteBuiltFor(this.#store.db, NAME, definition());
    });
  }

  #indexCollection(collection: CollectionName): void {
    for (const batch of recordBatches(this.#store.db, collection)) {
      for (const { record, lastWriteMs } of batch) {
        const text = textOfRecord(record);
        if (text !== undefined) this.#insert(collection, record.id, lastWriteMs, text);
      }
    }
  }

  #insert(collection: CollectionName, id: string, changedAtMs: number, text: SearchText): void {
    const { lastInsertRowid } = this.#statement(
      'INSERT INTO search_record (collection, id, changedAtMs) VALUES (?, ?, ?)',
    ).run(collection, id, Math.round(changedAtMs));
    this.#statement('INSERT INTO search_text (rowid, head, body, scope) VALUES (?, ?, ?, ?)').run(
      lastInsertRowid,
      text.head,
      text.body,
      text.scope,
    );
  }

  #remove(collection: CollectionName, id: string): void {
    const row: unknown = this.#statement(
      'DELETE FROM search_record WHERE collection = ? AND id = ? RETURNING row',
    )
      .pluck()
      .get(collection, id);
    if (row !== undefined) this.#statement('DELETE FROM search_text WHERE rowid = ?').run(row);
  }

  #statement(sql: string) {
    return connectionOf(this.#store.db).statement(sql);
  }
}

function textOf(document: StoredDocument | undefined): SearchText | undefined {
  return document === undefined || document._deleted ? undefined : textOfRecord(recordOf(document));
}

function textOfRecord(record: StoredRecord): SearchText | undefined {
  const entity = entityOf(record.kind);
  return entity === undefined ? undefined : searchTextOf(entity, record);
}

function sameText(one: SearchText | undefined, other: SearchText | undefined): boolean {
  return one?.head === other?.head && one?.body === other?.body && one?.scope === other?.scope;
}

/** What the index is made of: every searchable field of every kind. */
function definition() {
  const kinds = domains.flatMap((domain) =>
    domain.entities.map((entity) => [entity.kind, ...searchableFields(entity)]),
  );
  return { version: SEARCH_TEXT_VERSION, kinds };
}
