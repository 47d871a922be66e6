import { isoOf } from '#shared/kernel/clock.ts';
import { keepNumber } from '../counter.ts';
import type { RecordChange, StoredDocument } from '../record-writer.ts';
import { connectionOf } from '../rx-storage/connection.ts';
import type { Store } from '../store.ts';
import { listedOf } from './archived-list.ts';
import {
  type Aggregate,
  aggregateOf,
  archivable,
  type ArchivableEntity,
  countEndedBefore,
  type DueRecord,
  endedBefore,
  FROM_THE_OLDEST,
  type Position,
  takeOut,
} from './what-is-due.ts';
import { DAY_MS } from '#shared/kernel/durations.ts';

/** Where a test may stop the program. */
export type ArchivePoint = 'chosen' | 'copied' | 'removed' | 'moved';

export type MovedBatch = { readonly aggregates: number; readonly records: number };

const CANDIDATES = 100;

/**
 * One run through the records that ended long ago, a batch at a time. A batch is first copied into its monthly
 * file, and on the disk there, before one transaction of the store takes its rows out and writes what stands for
 * them. Cut off in between, the rows are where they were and the copies count for nothing.
 */
export class ArchiveRun {
  readonly #store: Store;
  readonly #before: string;
  readonly #pass: (point: ArchivePoint) => void;
  readonly #positions = new Map<string, Position>();

  constructor(
    store: Store,
    options: { readonly nowMs: number; readonly afterDays: number; pass?(point: ArchivePoint): void },
  ) {
    this.#store = store;
    this.#before = isoOf(options.nowMs - options.afterDays * DAY_MS);
    this.#pass = options.pass ?? nothing;
  }

  /** Wholes that ended long enough ago, whether something still waits about them or not. */
  count(): number {
    const { db } = this.#store;
    return archivable.reduce((sum, entity) => sum + countEndedBefore(db, entity, this.#before), 0);
  }

  /** What search and statistics are being built from must stay where it is until they are. */
  get isHeldUp(): boolean {
    return (
      connectionOf(this.#store.db).statement('SELECT 1 FROM read_model_build LIMIT 1').get() !== undefined
    );
  }

  /** Moves wholes of one month, at least one and else up to so many records. Undefined: nothing is left to move. */
  moveBatch(recordsMax: number): MovedBatch | undefined {
    if (this.isHeldUp) return undefined;
    for (const entity of archivable) {
      const batch = this.#choose(entity, recordsMax);
      if (batch.length > 0) return this.#move(batch);
    }
    return undefined;
  }

  #choose(entity: ArchivableEntity, recordsMax: number): readonly Aggregate[] {
    const { db } = this.#store;
    const chosen: Aggregate[] = [];
    let records = 0;
    for (;;) {
      const after = this.#positions.get(entity.kind) ?? FROM_THE_OLDEST;
      const candidates = endedBefore(db, entity, { before: this.#before, after, limit: CANDIDATES });
      if (candidates.length === 0) return chosen;
      for (const { endedAt, id } of candidates) {
        const aggregate = aggregateOf(db, entity, { endedAt, id });
        if (aggregate !== undefined && chosen.length > 0) {
          const isOtherMonth = aggregate.month !== chosen[0]?.month;
          if (isOtherMonth || records + aggregate.records.length > recordsMax) return chosen;
        }
        this.#positions.set(entity.kind, { endedAt, id });
        if (aggregate === undefined) continue;
        chosen.push(aggregate);
        records += aggregate.records.length;
      }
      // What waits is looked at without end otherwise: a turn for others comes with each batch.
      if (chosen.length === 0) return chosen;
    }
  }

  #move(batch: readonly Aggregate[]): MovedBatch {
    const { archived } = this.#store;
    const month = batch[0]?.month ?? '';
    const records = batch.flatMap((aggregate) => aggregate.records);
    this.#pass('chosen');
    archived.months.append(
      month,
      records.map(({ entity, document, data }) => ({
        collection: entity.collection,
        id: document.id,
        rev: document._rev,
        data,
      })),
    );
    this.#pass('copied');
    // The copies are on the disk. A move that a power cut takes back is made again: nobody waits for the disk.
    const synchronous = this.#store.db.pragma('synchronous', { simple: true });
    this.#store.db.pragma('synchronous = NORMAL');
    try {
      this.#store.relocate((nextWriteTime) => {
        const changes = records.map((record) => this.#takeOut(record, nextWriteTime()));
        archived.add(batch.flatMap(stubsOf));
        this.#pass('removed');
        return changes;
      });
    } finally {
      this.#store.db.pragma(`synchronous = ${String(synchronous)}`);
    }
    this.#pass('moved');
    return { aggregates: batch.length, records: records.length };
  }

  /** To RxDB it is a deletion whose tombstone is cleaned up at once: the live lists lose it, nothing can revive it. */
  #takeOut(record: DueRecord, lwt: number): RecordChange {
    const { entity, document } = record;
    takeOut(this.#store.db, record);
    keepNumber(this.#store.db, document);
    return {
      collection: entity.collection,
      id: document.id,
      previous: document,
      document: { ...document, _deleted: true, _rev: nextRevision(document), _meta: { lwt } },
    };
  }
}

function stubsOf({ rootId, month, records }: Aggregate) {
  return records.map(({ entity, document }) => ({
    collection: entity.collection,
    id: document.id,
    kind: document.kind,
    siteId: document.siteId,
    rootId,
    month,
    rev: document._rev,
    listed: listedOf(entity, document),
  }));
}

function nextRevision({ _rev }: StoredDocument): string {
  return `${Number.parseInt(_rev, 10) + 1}-archived`;
}

function nothing(): void {
  // Nobody watches.
}
