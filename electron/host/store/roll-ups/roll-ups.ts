import { domains } from '#shared/domains/registry.ts';
import { site } from '#shared/domains/settings/schema.ts';
import type { RollUp } from '#shared/kernel/define-roll-up.ts';
import type { SqliteConnection } from '../connection.ts';
import { isBuiltFor, noteBuiltFor } from '../built-for.ts';
import { recordBatches } from '../record-batches.ts';
import { type RecordChange, recordOf, type StoredDocument } from '../record-writer.ts';
import type { Store } from '../store.ts';
import { addSums, removeSums } from './sum-table.ts';
import { collectionsOf, Sums, timeZoneOf, zoneReader } from './sums.ts';

export const rollUpsOfDomains: readonly RollUp[] = domains.flatMap((domain) => domain.rollUps ?? []);

/**
 * Statistics counted while records change: what a record added is taken away as it was and added as it is, in
 * the transaction that changes it. A follower and not SQL triggers: see docs/decisions/roll-ups.md.
 */
export class RollUps {
  readonly #store: Store;
  readonly #rollUps: readonly RollUp[];

  constructor(store: Store, rollUps: readonly RollUp[] = rollUpsOfDomains) {
    this.#store = store;
    this.#rollUps = rollUps;
  }

  /** Follower of the store: runs inside every commit. */
  follow(records: readonly RecordChange[]): void {
    const moved = sitesWithAnotherZone(records);
    for (const rollUp of this.#rollUps) {
      const sums = new Sums(rollUp, zoneReader(this.#store.db));
      for (const { previous, document } of records) {
        // A site whose clock changed is counted anew below, with all that this commit wrote.
        if (isLiving(previous) && !moved.has(previous.siteId)) sums.add(recordOf(previous), -1);
        if (isLiving(document) && !moved.has(document.siteId)) sums.add(recordOf(document), 1);
      }
      addSums(this.#store.db, sums);
      for (const siteId of moved) this.#countSite(rollUp, siteId);
    }
  }

  /** Counts anew what was counted by another definition, or never. */
  rebuildIfNeeded(): void {
    for (const rollUp of this.#rollUps) {
      if (!isBuiltFor(this.#store.db, rollUp.table, definitionOf(rollUp))) this.rebuild(rollUp);
    }
  }

  rebuild(rollUp: RollUp): void {
    this.#store.bookkeeping(() => {
      removeSums(this.#store.db, rollUp);
      addSums(this.#store.db, countRecords(this.#store.db, rollUp));
      noteBuiltFor(this.#store.db, rollUp.table, definitionOf(rollUp));
    });
  }

  #countSite(rollUp: RollUp, siteId: string): void {
    removeSums(this.#store.db, rollUp, siteId);
    addSums(this.#store.db, countRecords(this.#store.db, rollUp, { siteId }));
  }
}

export type CountOptions = {
  readonly siteId?: string;
  /** Told after each batch; may throw to stop the counting. */
  onBatch?(records: number): void;
};

/** What the records add up to, from all of them: the truth that kept figures are measured against. */
export function countRecords(db: SqliteConnection, rollUp: RollUp, options: CountOptions = {}): Sums {
  const sums = new Sums(rollUp, zoneReader(db));
  for (const collection of collectionsOf(rollUp)) {
    for (const batch of recordBatches(db, collection)) {
      for (const { record } of batch) {
        if (options.siteId === undefined || record.siteId === options.siteId) sums.add(record, 1);
      }
      options.onBatch?.(batch.length);
    }
  }
  return sums;
}

function sitesWithAnotherZone(records: readonly RecordChange[]): ReadonlySet<string> {
  const moved = records.filter(
    ({ previous, document }) =>
      document.kind === site.kind && timeZoneOf(living(previous)) !== timeZoneOf(living(document)),
  );
  return new Set(moved.map(({ id }) => id));
}

function living(document: StoredDocument | undefined): StoredDocument | undefined {
  return isLiving(document) ? document : undefined;
}

function isLiving(document: StoredDocument | undefined): document is StoredDocument {
  return document !== undefined && !document._deleted;
}

function definitionOf({ table, version, measures, sources }: RollUp) {
  return { table, version, measures, kinds: sources.map((source) => source.entity.kind) };
}
