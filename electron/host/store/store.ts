import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { usedCollections } from '#shared/domains/registry.ts';
import { assert } from '#shared/kernel/assert.ts';
import { type Json, wellFormed } from '#shared/kernel/canonical-json.ts';
import type { CollectionName, Entity, RecordOf } from '#shared/kernel/define-entity.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { ReadDatabase, SqlParameters, Tx, Where } from '#shared/kernel/transaction.ts';
import type { ActorStamp, Change, Entry } from '#shared/sync/entry.ts';
import { ArchivedRecords } from './archive/archived-records.ts';
import { ArchiveReading } from './archive/reading.ts';
import { withThawed } from './archive/thawed.ts';
import { asStoreError, type ConnectionOptions, openConnection, type SqliteConnection } from './connection.ts';
import { forgetHighest } from './counter.ts';
import { ConsoleState } from './console-state.ts';
import { Journal } from './journal.ts';
import { migrate } from './migrate.ts';
import { rowsOf } from './read-limit.ts';
import { defineRecordTables, tableOf } from './record-tables.ts';
import { type RecordChange, recordInText, RecordWriter } from './record-writer.ts';
import { connectionOf } from './rx-storage/connection.ts';
import type { Table } from './rx-storage/index.ts';
import { StoreTransaction } from './transaction.ts';

export type Committed = {
  readonly records: readonly RecordChange[];
  /** Absent for what came from the server. */
  readonly entry: Entry | undefined;
};

/** Work that belongs to every commit and stands or falls with it: timers, search, roll-ups. */
export type Follower = (records: readonly RecordChange[]) => void;

export type TransactOptions = {
  readonly actor: ActorStamp;
  readonly command: string;
  readonly label: Entry['label'];
  /** Read when the work is done, since the work may make it urgent. */
  lane(): Entry['lane'];
  /** The command's input, so that a refused command can be tried again. */
  readonly input: Json;
  /** Throws for a change that the server would not take under this command's name. */
  assertChange?(change: Change): void;
  /** Runs last inside the transaction, when the entry has its number. */
  finish?(entry: Entry | undefined): void;
};

/**
 * The local store: one SQLite file, one writer. Everything that changes records goes through `transact`
 * (commands) or `receive` (the server's answers); both commit whole or leave nothing.
 */
export class Store implements ReadDatabase {
  readonly db: SqliteConnection;
  readonly state: ConsoleState;
  readonly journal: Journal;
  /** The tables of the collections, which RxDB's storage shares. */
  readonly tables: ReadonlyMap<CollectionName, Table>;
  readonly archived: ArchivedRecords;
  readonly #reading: ArchiveReading;
  readonly #writer: RecordWriter;
  readonly #followers: Follower[] = [];
  readonly #listeners = new Set<(committed: Committed) => void>();
  #running: StoreTransaction | undefined;

  constructor(db: SqliteConnection, clock: Clock) {
    this.db = db;
    migrate(db);
    this.tables = defineRecordTables(db);
    this.state = new ConsoleState(db);
    const deviceId = this.state.deviceId ?? uuidv7();
    this.state.deviceId = deviceId;
    const now = () => clock.now();
    this.journal = new Journal(db, { deviceId, now });
    this.archived = new ArchivedRecords(db);
    this.#writer = new RecordWriter(this.tables, {
      archived: this.archived,
      token: randomBytes(5).toString('hex'),
      now,
      lastWriteTime: lastWriteTime(db),
    });
    this.#reading = new ArchiveReading(db, this.archived, this.#writer);
  }

  /** Adds work to every commit. Called while the program is put together, before the first commit. */
  follow(follower: Follower): void {
    this.#followers.push(follower);
  }

  /** Told after each commit, in order. Returns the way to stop. */
  onCommit(listener: (committed: Committed) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Runs `work` as one transaction and writes its journal entry. Whatever it throws, nothing stays. A call
   * inside a running transaction joins it. Nothing changed: no entry.
   */
  transact<Result>(
    options: TransactOptions,
    work: (tx: Tx) => Result,
  ): { result: Result; entry: Entry | undefined } {
    if (this.#running !== undefined) return { result: work(this.#running), entry: undefined };
    return this.#commit<{ result: Result; entry: Entry | undefined }>(() => {
      const tx = new StoreTransaction(this.db, this.#writer);
      this.#running = tx;
      const result = work(tx);
      const { changes, before, records: written } = tx.conclude();
      const records = withThawed(written, this.#writer.takeThawed());
      if (changes.length === 0) {
        options.finish?.(undefined);
        return { value: { result, entry: undefined }, committed: this.#followed(records, undefined) };
      }
      const { command } = options;
      for (const change of changes) options.assertChange?.(change);
      const { actor, label, input } = sound(options);
      const entry = this.journal.append(
        { actor, command, label, lane: options.lane(), changes },
        before,
        input,
      );
      const committed = this.#followed(records, entry);
      options.finish?.(entry);
      return { value: { result, entry }, committed };
    });
  }

  /** Appends an entry that changes no record (shared/audit/notes.ts), as a part of the transaction that runs, if one does. */
  note(said: Pick<TransactOptions, 'actor' | 'command' | 'label'>, lane: Entry['lane']): void {
    const { actor, label, input } = sound({ ...said, input: {} });
    const append = () =>
      this.journal.append({ actor, command: said.command, label, lane, changes: [] }, [], input);
    if (this.db.inTransaction) append();
    else this.#commit(() => ({ value: undefined, committed: { records: [], entry: append() } }));
  }

  /** Applies what the server sent: records without a journal entry, whatever else the exchange changes, all or nothing. */
  receive<Result>(work: (writer: RecordWriter, changed: (change: RecordChange) => void) => Result): Result {
    return this.#commit(() => {
      const written: RecordChange[] = [];
      const result = work(this.#writer, (change) => written.push(change));
      forgetHighest(this.db);
      const records = withThawed(written, this.#writer.takeThawed());
      return { value: result, committed: this.#followed(records, undefined) };
    });
  }

  /**
   * Commits a move of records to where they are no longer looked for, and tells live lists. No follower hears of
   * it: what they count and find stays as it is. Each call of `nextWriteTime` gives a time of its own.
   */
  relocate(work: (nextWriteTime: () => number) => readonly RecordChange[]): void {
    this.#commit(() => {
      const records = work(() => this.#writer.nextWriteTime());
      return { value: undefined, committed: { records, entry: undefined } };
    });
  }

  #followed(records: readonly RecordChange[], entry: Entry | undefined): Committed {
    for (const follower of this.#followers) follower(records);
    return { records, entry };
  }

  /** Runs a query: the archived records that it asks for by id are there for it, with all their parts. */
  reading<Result>(query: () => Result): Result {
    return this.#reading.run(query);
  }

  archivedIn(entity: Entity, id: string): string | undefined {
    return this.#reading.monthOf(entity.collection, id);
  }

  /** One record as it now stands. */
  record<E extends Entity>(entity: E, id: string): RecordOf<E> | undefined {
    return this.reading(() => this.#record(entity, id));
  }

  #record<E extends Entity>(entity: E, id: string): RecordOf<E> | undefined {
    this.#reading.prepare(entity.collection, id);
    return new StoreTransaction(this.db, this.#writer).get(entity, id);
  }

  /** Records of one kind with these values, as they now stand. For few: it throws where there are many. */
  find<E extends Entity>(entity: E, where: Where<E>): RecordOf<E>[] {
    return new StoreTransaction(this.db, this.#writer).find(entity, where);
  }

  /** Runs bookkeeping that touches no record, in a transaction. */
  bookkeeping<Result>(work: () => Result): Result {
    return this.db.inTransaction ? work() : this.#commit(() => ({ value: work(), committed: undefined }));
  }

  /** Throws `too-many-rows` beyond `READ_ROWS_MAX`: the host answers pages, it does not load tables. */
  all<Row extends z.ZodType>(row: Row, sql: string, parameters: SqlParameters = {}): z.output<Row>[] {
    return rowsOf(connectionOf(this.db).statement(sql), sql, parameters).map((found) => row.parse(found));
  }

  /**
   * Whole records of one kind, in the order of a query that selects their `data` column, as from the entity's view.
   * They went through their entity's schema on the way in, so unlike other rows they are not parsed again.
   */
  records<E extends Entity>(entity: E, sql: string, parameters: SqlParameters = {}): RecordOf<E>[] {
    const texts = rowsOf(connectionOf(this.db).statement(sql).pluck(), sql, parameters);
    return texts.map((text) => {
      const record = recordInText(String(text));
      assert(record.kind === entity.kind, `a query for ${entity.kind} found ${record.kind}`);
      // Asserted to be of the kind whose schema it went through.
      return record as unknown as RecordOf<E>;
    });
  }

  get<Row extends z.ZodType>(
    row: Row,
    sql: string,
    parameters: SqlParameters = {},
  ): z.output<Row> | undefined {
    const found = connectionOf(this.db).statement(sql).get(parameters);
    return found === undefined ? undefined : row.parse(found);
  }

  close(): void {
    if (!this.db.open) return;
    this.archived.months.close();
    this.db.pragma('wal_checkpoint(TRUNCATE)');
    this.db.close();
  }

  #commit<Value>(work: () => { value: Value; committed: Committed | undefined }): Value {
    assert(!this.db.inTransaction, 'a commit of the store is a transaction of its own');
    let committed: Committed | undefined;
    let value: Value;
    try {
      value = connectionOf(this.db).transaction(() => {
        const done = work();
        committed = done.committed;
        return done.value;
      });
    } catch (error) {
      this.journal.revert();
      this.#writer.takeThawed();
      // A number drawn in what was rolled back is not drawn.
      forgetHighest(this.db);
      throw asStoreError(error);
    } finally {
      this.#running = undefined;
    }
    if (committed !== undefined && (committed.records.length > 0 || committed.entry !== undefined)) {
      this.#writer.settle(committed.records);
      for (const listener of this.#listeners) listener(committed);
    }
    return value;
  }
}

export function openStore(options: ConnectionOptions, clock: Clock): Store {
  const db = openConnection(options);
  try {
    return new Store(db, clock);
  } catch (error) {
    db.close();
    throw asStoreError(error);
  }
}

/** Texts that a wire would change are mended before they are hashed. */
function sound({
  actor,
  label,
  input,
}: Pick<TransactOptions, 'actor' | 'label' | 'input'>): Pick<TransactOptions, 'actor' | 'label' | 'input'> {
  const { key, params } = label;
  return {
    actor: wellFormed(actor),
    label: params === undefined ? label : { key, params: wellFormed(params) },
    input: wellFormed(input),
  };
}

function lastWriteTime(db: SqliteConnection): number {
  const times = usedCollections().map((collection) =>
    Number(
      connectionOf(db)
        .statement(`SELECT max(lwt) FROM ${tableOf(collection)}`)
        .pluck()
        .get() ?? 0,
    ),
  );
  return Math.max(0, ...times);
}
