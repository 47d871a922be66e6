import { domains } from '#shared/domains/registry.ts';
import { site } from '#shared/domains/settings/schema.ts';
import type { CollectionName } from '#shared/kernel/define-entity.ts';
import type { RollUp } from '#shared/kernel/define-roll-up.ts';
import { Sums } from '#shared/kernel/sums.ts';
import type { SqliteConnection } from '../connection.ts';
import { archivedBatches } from '../archive/archived-records.ts';
import { type BuildOptions, type ReadModel, ReadModelBuild } from '../read-model-build.ts';
import { recordBatches } from '../record-batches.ts';
import { type RecordChange, recordInText, recordOf, type StoredDocument } from '../record-writer.ts';
import type { Store } from '../store.ts';
import { addSums, hasSums, removeSums } from './sum-table.ts';
import { timeZoneOf, zoneReader } from './time-zones.ts';

export const rollUpsOfDomains: readonly RollUp[] = domains.flatMap((domain) => domain.rollUps ?? []);

/**
 * Statistics counted while records change: what a record added is taken away as it was and added as it is, in
 * the transaction that changes it. A follower and not SQL triggers: see docs/decisions/roll-ups.md.
 */
export class RollUps {
  readonly #store: Store;
  readonly #parts: readonly { readonly rollUp: RollUp; readonly build: ReadModelBuild }[];

  constructor(store: Store, rollUps: readonly RollUp[] = rollUpsOfDomains, options: BuildOptions = {}) {
    this.#store = store;
    this.#parts = rollUps.map((rollUp) => ({
      rollUp,
      build: new ReadModelBuild(store, readModelOf(store.db, rollUp), options),
    }));
  }

  get builds(): readonly ReadModelBuild[] {
    return this.#parts.map(({ build }) => build);
  }

  /** Follower of the store: runs inside every commit. */
  follow(records: readonly RecordChange[]): void {
    const moved = sitesWithAnotherZone(records);
    for (const { rollUp, build } of this.#parts) {
      // What was counted by another clock is counted anew, with all that this commit wrote.
      if ([...moved].some((siteId) => hasSums(this.#store.db, rollUp, siteId))) build.restart();
      else this.#count(rollUp, build, records);
    }
  }

  #count(rollUp: RollUp, build: ReadModelBuild, records: readonly RecordChange[]): void {
    const sums = new Sums(rollUp, zoneReader(this.#store.db));
    for (const { collection, previous, document, isFromArchive } of records) {
      if (!sums.counts(document)) continue;
      if (isLiving(previous) && build.has(collection, previous, isFromArchive))
        sums.add(recordOf(previous), -1);
      if (isLiving(document)) sums.add(recordOf(document), 1);
    }
    addSums(this.#store.db, sums);
  }

  /** Counts anew what was counted by another definition, or never: a few records at once, many step by step. */
  rebuildIfNeeded(): void {
    for (const { build } of this.#parts) build.startIfNeeded();
  }
}

function readModelOf(db: SqliteConnection, rollUp: RollUp): ReadModel {
  return {
    name: rollUp.table,
    definition: definitionOf(rollUp),
    collections: collectionsOf(rollUp),
    clear: () => removeSums(db, rollUp),
    add(records) {
      const sums = new Sums(rollUp, zoneReader(db));
      for (const { record } of records) sums.add(record, 1);
      addSums(db, sums);
    },
  };
}

export function collectionsOf(rollUp: RollUp): readonly CollectionName[] {
  return [...new Set(rollUp.sources.map(({ entity }) => entity.collection))];
}

export type CountOptions = {
  /** Told after each batch; may throw to stop the counting. */
  onBatch?(records: number): void;
};

/** What the records add up to, from all of them: the truth that kept figures are measured against. */
export function countRecords(db: SqliteConnection, rollUp: RollUp, options: CountOptions = {}): Sums {
  const sums = new Sums(rollUp, zoneReader(db));
  for (const collection of collectionsOf(rollUp)) {
    for (const batch of recordBatches(db, collection)) {
      for (const { record } of batch) sums.add(record, 1);
      options.onBatch?.(batch.length);
    }
    for (const batch of archivedBatches(db, { collection })) {
      for (const { data } of batch) sums.add(recordInText(data), 1);
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

function definitionOf({ table, version, measures, histograms = [], sources }: RollUp) {
  return { table, version, measures, histograms, kinds: sources.map((source) => source.entity.kind) };
}
