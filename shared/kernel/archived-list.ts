import { z } from 'zod';
import { isReady, mustBeReady } from './read-model.ts';
import type { ReadDatabase } from './transaction.ts';

/** Name of what stays in the store for lists of archived records (`listedInArchive`). */
export const ARCHIVED_LIST = { table: 'archived_list' };

/** Whether lists find every archived record: always where there are none. */
export function listsWholeArchive(db: ReadDatabase): boolean {
  return isReady(db, ARCHIVED_LIST) || !hasArchive(db);
}

/** Throws `preparing`, with how far it is, while lists would not find every archived record. */
export function mustListWholeArchive(db: ReadDatabase): void {
  if (hasArchive(db)) mustBeReady(db, ARCHIVED_LIST);
}

export function hasArchive(db: ReadDatabase): boolean {
  return db.get(z.object({ month: z.string() }), 'SELECT month FROM archived_month LIMIT 1') !== undefined;
}
