import { domains, entityOf, usedCollections } from '#shared/domains/registry.ts';
import type { CollectionName } from '#shared/kernel/define-entity.ts';
import { type BuildOptions, type ReadModel, ReadModelBuild } from '../read-model-build.ts';
import type { WrittenRecord } from '../record-batches.ts';
import { type RecordChange, recordOf, type StoredDocument } from '../record-writer.ts';
import { connectionOf } from '../rx-storage/connection.ts';
import type { Store } from '../store.ts';
import { SEARCH_TEXT_VERSION, searchableFields, type SearchText, searchTextOf } from './search-text.ts';

export const SEARCH_NAME = 'search';

/**
 * Rows of records that were there before the index, going down from here; those that are written afterwards go up.
 * So a search can look at what changed last first, also while the index is being built.
 */
const FIRST_ROW = 1_000_000_000;

/**
 * The words of every record, kept in the transaction that changes it. The later a text changed, the higher its
 * row.
 */
export class SearchIndex {
  readonly build: ReadModelBuild;
  readonly #store: Store;

  constructor(store: Store, options: BuildOptions = {}) {
    this.#store = store;
    const model: ReadModel = {
      name: SEARCH_NAME,
      definition: definition(),
      collections: usedCollections(),
      clear: () => this.#clear(),
      add: (records) => this.#addOlder(records),
    };
    this.build = new ReadModelBuild(store, model, options);
  }

  /** Follower of the store: runs inside every commit. */
  follow(records: readonly RecordChange[]): void {
    for (const { collection, id, previous, document, isFromArchive } of records) {
      const before = textOf(previous);
      const after = textOf(document);
      if (before === undefined && after === undefined) continue;
      const isKnown = previous === undefined || this.build.has(collection, previous, isFromArchive);
      // Most commands move a record along without touching a word of it.
      if (isKnown && sameText(before, after)) continue;
      if (before !== undefined && isKnown) this.#remove(collection, id);
      if (after !== undefined) this.#insert(this.#nextRow(), collection, id, document._meta.lwt, after);
    }
  }

  /** Builds the index anew when it was built from other fields, or never: a few records at once, many step by step. */
  rebuildIfNeeded(): void {
    this.build.startIfNeeded();
  }

  #clear(): void {
    this.#statement('DELETE FROM search_record').run();
    this.#statement(`INSERT INTO search_text (search_text) VALUES ('delete-all')`).run();
  }

  /** Below everything there is, yet upwards among themselves: the index is written in the order of its rows. */
  #addOlder(records: readonly WrittenRecord[]): void {
    let row = (this.#edgeRow('min') ?? FIRST_ROW) - records.length;
    for (const { record, lastWriteMs } of records.toReversed()) {
      const entity = entityOf(record.kind);
      const text = entity === undefined ? undefined : searchTextOf(entity, record);
      if (entity !== undefined && text !== undefined)
        this.#insert(row, entity.collection, record.id, lastWriteMs, text);
      row += 1;
    }
  }

  #nextRow(): number {
    return Math.max((this.#edgeRow('max') ?? 0) + 1, FIRST_ROW);
  }

  #edgeRow(edge: 'min' | 'max'): number | undefined {
    const row: unknown = this.#statement(`SELECT ${edge}(row) FROM search_record`).pluck().get();
    return typeof row === 'number' ? row : undefined;
  }

  #insert(row: number, collection: CollectionName, id: string, changedAtMs: number, text: SearchText): void {
    this.#statement('INSERT INTO search_record (row, collection, id, changedAtMs) VALUES (?, ?, ?, ?)').run(
      row,
      collection,
      id,
      Math.round(changedAtMs),
    );
    this.#statement('INSERT INTO search_text (rowid, head, body, scope) VALUES (?, ?, ?, ?)').run(
      row,
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
  if (document === undefined || document._deleted) return undefined;
  const entity = entityOf(document.kind);
  return entity === undefined ? undefined : searchTextOf(entity, recordOf(document));
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
