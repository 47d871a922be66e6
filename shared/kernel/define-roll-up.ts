import type { Entity, RecordOf } from './define-entity.ts';

export const PERIODS = ['hour', 'day', 'week', 'month'] as const;
/** Weeks start on Monday. All of them start by the clock of the record's site. */
export type Period = (typeof PERIODS)[number];

/** What one record adds to the periods that hold the instant `at`. Whole numbers, so that what is added can be taken away. */
export type Contribution = {
  readonly at: string;
  readonly amounts: { readonly [measure: string]: number };
};

export type RollUpSource = {
  readonly entity: Entity;
  /** Pure: the same record always adds the same, which is how it is taken away again. */
  contributions(record: never): readonly Contribution[];
};

/** Sums per site and period, in a table with a column for each measure, kept with every commit. */
export type RollUp = {
  /** Name of its table, which a migration makes. */
  readonly table: string;
  /** Grows when `contributions` changes: then everything is counted anew. */
  readonly version: number;
  readonly measures: readonly string[];
  /** Columns of text with counts by bucket (`histogram-text.ts`); a contribution says `<histogram>_<bucket>`. */
  readonly histograms?: readonly string[];
  readonly sources: readonly RollUpSource[];
};

export function countedFrom<E extends Entity>(
  entity: E,
  contributions: (record: RecordOf<E>) => readonly Contribution[],
): RollUpSource {
  return { entity, contributions };
}
