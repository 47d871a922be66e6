import { z } from 'zod';
import type { RollUp } from './define-roll-up.ts';
import { kernelError } from './kernel-errors.ts';
import type { ReadDatabase } from './transaction.ts';

/** How far something is that is being built from all records. */
export type Preparation = { readonly done: number; readonly total: number };

const State = z.object({ isReady: z.int(), done: z.int().nullable(), total: z.int().nullable() });

/** Whether a roll-up holds all records. While it is being built it holds some of them: a wrong number. */
export function isReady(db: ReadDatabase, rollUp: Pick<RollUp, 'table'>): boolean {
  return stateOf(db, rollUp).isReady === 1;
}

/** Throws `preparing`, with how far it is, while a roll-up does not hold all records. */
export function mustBeReady(db: ReadDatabase, rollUp: Pick<RollUp, 'table'>): void {
  const { isReady: ready, done, total } = stateOf(db, rollUp);
  if (ready === 1) return;
  throw kernelError('still-counting', { percent: percentOf({ done: done ?? 0, total: total ?? 0 }) });
}

/** Whole percent, never a hundred before the end. */
export function percentOf({ done, total }: Preparation): number {
  return total === 0 ? 0 : Math.min(99, Math.floor((done / total) * 100));
}

function stateOf(db: ReadDatabase, { table }: Pick<RollUp, 'table'>): z.infer<typeof State> {
  const state = db.get(
    State,
    `SELECT EXISTS (SELECT 1 FROM read_model WHERE name = :table) AS isReady, b.done, b.total
     FROM (SELECT 1) LEFT JOIN read_model_build b ON b.name = :table`,
    { table },
  );
  return state ?? { isReady: 0, done: null, total: null };
}
