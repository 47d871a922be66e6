import { msOf } from './clock.ts';
import type { StoredRecord } from './define-entity.ts';
import type { Contribution, Period, RollUp, RollUpSource } from './define-roll-up.ts';
import { periodsOf } from './periods.ts';

/** What is added to one row of a roll-up. */
export type SumRow = {
  readonly siteId: string;
  readonly period: Period;
  readonly periodStart: string;
  readonly localStart: string;
  readonly amounts: Map<string, number>;
};

/** Contributions of many records gathered by row, so that a batch of a thousand writes each row once. */
export class Sums {
  readonly rollUp: RollUp;
  readonly #sources: ReadonlyMap<string, RollUpSource>;
  readonly #zoneOf: (siteId: string) => string;
  readonly #rows = new Map<string, SumRow>();

  constructor(rollUp: RollUp, zoneOf: (siteId: string) => string) {
    this.rollUp = rollUp;
    this.#sources = new Map(rollUp.sources.map((source) => [source.entity.kind, source]));
    this.#zoneOf = zoneOf;
  }

  /** Whether records of this kind are counted at all. */
  counts({ kind }: Pick<StoredRecord, 'kind'>): boolean {
    return this.#sources.has(kind);
  }

  /** Adds what a record contributes, or with -1 takes it away. */
  add(record: StoredRecord, sign: 1 | -1): void {
    const source = this.#sources.get(record.kind);
    if (source === undefined) return;
    // The record is of the source's kind: it went through that entity's schema when it was written.
    for (const contribution of source.contributions(record as never)) {
      this.#addContribution(record.siteId, contribution, sign);
    }
  }

  /** Rows in which something is left after all that was added and taken away. */
  rows(): SumRow[] {
    return [...this.#rows.values()].filter(({ amounts }) => [...amounts.values()].some((sum) => sum !== 0));
  }

  #addContribution(siteId: string, { at, amounts }: Contribution, sign: 1 | -1): void {
    for (const { period, startAt, localStart } of periodsOf(msOf(at), this.#zoneOf(siteId))) {
      const key = `${period} ${startAt} ${siteId}`;
      const row = this.#rows.get(key) ?? {
        siteId,
        period,
        periodStart: startAt,
        localStart,
        amounts: new Map(),
      };
      this.#rows.set(key, row);
      for (const [measure, amount] of Object.entries(amounts)) {
        row.amounts.set(measure, (row.amounts.get(measure) ?? 0) + sign * amount);
      }
    }
  }
}

/** A site that is not known here, or not yet, counts by UTC; it is counted anew when its record arrives. */
export const UNKNOWN_ZONE = 'UTC';
