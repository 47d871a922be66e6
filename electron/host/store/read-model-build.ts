import type { Json } from '#shared/kernel/canonical-json.ts';
import type { CollectionName } from '#shared/kernel/define-entity.ts';
import type { Preparation } from '#shared/kernel/read-model.ts';
import { digestOf, isBuiltFor, noteBuiltFor, noteNotBuilt } from './built-for.ts';
import { archivedAfter, countArchived } from './archive/archived-records.ts';
import { countLivingRecords, type WrittenRecord } from './record-batches.ts';
import { tableOf } from './record-tables.ts';
import { recordInText, type StoredDocument } from './record-writer.ts';
import { connectionOf } from './rx-storage/connection.ts';
import type { Store } from './store.ts';

/** Something that is derived from all records and kept by a follower of the store. */
export type ReadModel = {
  readonly name: string;
  /** Another definition means building it anew. */
  readonly definition: Json;
  readonly collections: readonly CollectionName[];
  /** Made of archived records alone. */
  readonly isOfArchive?: true;
  clear(): void;
  /** Takes in records, the one that was written last first. */
  add(records: readonly WrittenRecord[]): void;
};

type State = {
  readonly builtFor: string;
  readonly startLwt: number;
  /** Where the reading of records is: everything before is in the model. */
  readonly collection: number;
  readonly lwt: number;
  readonly id: string;
  readonly done: number;
  readonly total: number;
};

export type BuildOptions = {
  /** Built at once, in the commit that asks for it, where there are no more records than these. */
  readonly atOnceRows?: number;
};

const AT_ONCE_ROWS = 2_000;
/** After every id. */
const LAST_ID = '\u{10ffff}';

/**
 * Builds a read model from the records step by step, newest first, while the console is used. How far it is
 * stands in the file, changed with the model itself, so that a build that was ended goes on where it was.
 *
 * The follower keeps writing meanwhile: what a commit writes is newer than the start, so no step reads it again
 * and the follower adds it; what stood there before is taken away if a step or the follower had added it (`has`).
 */
export class ReadModelBuild {
  readonly #store: Store;
  readonly #model: ReadModel;
  readonly #atOnceRows: number;
  /** False only when there surely is no build: spares every commit a look into the file. */
  #mayRun: boolean;

  constructor(store: Store, model: ReadModel, { atOnceRows = AT_ONCE_ROWS }: BuildOptions = {}) {
    this.#store = store;
    this.#model = model;
    this.#atOnceRows = atOnceRows;
    this.#mayRun = this.#state() !== undefined;
  }

  get name(): string {
    return this.#model.name;
  }

  get collections(): readonly CollectionName[] {
    return this.#model.collections;
  }

  /** How far it is; undefined when the model holds every record. */
  preparation(): Preparation | undefined {
    const state = this.#running();
    return state === undefined ? undefined : { done: Math.min(state.done, state.total), total: state.total };
  }

  /** Begins where the model was built for another definition, or never, and no build for this one is under way. */
  startIfNeeded(): void {
    const { name, definition } = this.#model;
    const isWanted =
      this.#running()?.builtFor === digestOf(definition) || isBuiltFor(this.#store.db, name, definition);
    if (!isWanted) this.restart();
  }

  /** Empties the model and begins anew, with so many records; inside a running transaction as a part of it. */
  restart(): number {
    this.#mayRun = true;
    return this.#store.bookkeeping(() => {
      const { db } = this.#store;
      const { name, definition, collections, isOfArchive = false } = this.#model;
      noteNotBuilt(db, name);
      this.#model.clear();
      const startLwt = Math.max(0, ...collections.map((collection) => this.#lastLwt(collection)));
      const archived = countArchived(db, collections);
      const total = archived + (isOfArchive ? 0 : countLivingRecords(db, collections));
      const builtFor = digestOf(definition);
      const first = isOfArchive ? collections.length : 0;
      this.#save({ builtFor, startLwt, ...this.#startOf(first, startLwt), done: 0, total });
      // A monthly file that can't be read may hold up a build, but not what asked for it.
      if (total <= this.#atOnceRows && archived === 0) this.step(this.#atOnceRows + 1);
      return total;
    });
  }

  /** Whether the model holds what this document, which stood or stands in the collection, adds to it. */
  has(collection: CollectionName, document: StoredDocument, isFromArchive = false): boolean {
    const state = this.#running();
    if (state === undefined) return true;
    const place = this.#model.collections.indexOf(collection);
    if (isFromArchive) return this.#hasArchived(place, document, state);
    const { lwt } = document._meta;
    if (place !== state.collection) return place < state.collection || lwt > state.startLwt;
    return lwt > state.lwt || (lwt === state.lwt && document.id >= state.id);
  }

  #hasArchived(place: number, { id }: StoredDocument, state: State): boolean {
    const archivePlace = place + this.#model.collections.length;
    return archivePlace === state.collection ? id <= state.id : archivePlace < state.collection;
  }

  /** Takes in up to so many records, in a transaction. True when nothing is left to do. */
  step(rows: number): boolean {
    return this.#store.bookkeeping(() => this.#takeStep(rows));
  }

  #takeStep(rows: number): boolean {
    let state = this.#running();
    let left = rows;
    while (state !== undefined && left > 0) {
      const records = this.#nextRecords(state, left);
      if (records === undefined) {
        this.#finish();
        return true;
      }
      this.#model.add(records);
      const last = records.at(-1);
      const done: number = state.done + records.length;
      state =
        last === undefined || records.length < left
          ? { ...state, ...this.#startOf(state.collection + 1, state.startLwt), done }
          : { ...state, lwt: last.lastWriteMs, id: last.record.id, done };
      left -= records.length;
      this.#save(state);
    }
    return state === undefined;
  }

  /** The tables first, one after another; then what lies in the archive, by its ids. Undefined: that was all. */
  #nextRecords(state: State, limit: number): readonly WrittenRecord[] | undefined {
    const { collections } = this.#model;
    const collection = collections[state.collection];
    if (collection !== undefined) return this.#recordsBefore(collection, state, limit);
    const archived = collections[state.collection - collections.length];
    return archived === undefined
      ? undefined
      : archivedAfter(this.#store.archived, { collection: archived, id: state.id }, limit);
  }

  #startOf(collection: number, startLwt: number): Pick<State, 'collection' | 'lwt' | 'id'> {
    const isArchive = collection >= this.#model.collections.length;
    return { collection, lwt: startLwt, id: isArchive ? '' : LAST_ID };
  }

  #finish(): void {
    this.#statement('DELETE FROM read_model_build WHERE name = ?').run(this.#model.name);
    noteBuiltFor(this.#store.db, this.#model.name, this.#model.definition);
  }

  #recordsBefore(collection: CollectionName, { lwt, id }: State, limit: number): WrittenRecord[] {
    // The plus keeps the planner off the index on "deleted", under which each step would sort everything again.
    const rows = this.#statement(
      `SELECT lwt, data FROM ${tableOf(collection)}
       WHERE +deleted = 0 AND (lwt, id) < (:lwt, :id) ORDER BY lwt DESC, id DESC LIMIT :limit`,
      // The columns are those of a STRICT table.
    ).all({ lwt, id, limit }) as { lwt: number; data: string }[];
    return rows.map((row) => ({ record: recordInText(row.data), lastWriteMs: row.lwt }));
  }

  #lastLwt(collection: CollectionName): number {
    return Number(
      this.#statement(`SELECT max(lwt) FROM ${tableOf(collection)}`)
        .pluck()
        .get() ?? 0,
    );
  }

  #running(): State | undefined {
    if (!this.#mayRun) return undefined;
    const state = this.#state();
    // Inside a transaction that may yet be rolled back nothing is sure.
    if (state === undefined && !this.#store.db.inTransaction) this.#mayRun = false;
    return state;
  }

  #state(): State | undefined {
    // The columns are those of a STRICT table.
    return this.#statement(
      'SELECT builtFor, startLwt, collection, lwt, id, done, total FROM read_model_build WHERE name = ?',
    ).get(this.#model.name) as State | undefined;
  }

  #save(state: State): void {
    this.#statement(
      `INSERT INTO read_model_build (name, builtFor, startLwt, collection, lwt, id, done, total)
       VALUES (:name, :builtFor, :startLwt, :collection, :lwt, :id, :done, :total)
       ON CONFLICT (name) DO UPDATE SET builtFor = :builtFor, startLwt = :startLwt, collection = :collection,
         lwt = :lwt, id = :id, done = :done, total = :total`,
    ).run({ name: this.#model.name, ...state });
  }

  #statement(sql: string) {
    return connectionOf(this.#store.db).statement(sql);
  }
}
