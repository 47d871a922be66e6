import { z } from 'zod';
import type { ChainLinkState } from './company-view.ts';
import {
  JOURNAL_ROWS_MAX,
  type JournalDetail,
  type JournalItem,
  type RecordChanges,
} from './journal-view.ts';

export const FormerPageInput = z.object({
  /** The identity under which this console wrote it. */
  deviceId: z.uuid(),
  before: z.int().positive().nullable().default(null),
  limit: z.int().positive().max(JOURNAL_ROWS_MAX).default(50),
});
export type FormerPageInput = z.output<typeof FormerPageInput>;

/** An entry that this console wrote under an identity it had before. */
export type FormerItem = JournalItem & {
  readonly link: ChainLinkState;
  readonly verdict: JournalDetail['verdict'];
  readonly answeredAt: string | null;
  readonly changes: readonly RecordChanges[];
};

/** Newest first; `next`: where to go on, null when that was all. */
export type FormerPage = { readonly items: readonly FormerItem[]; readonly next: number | null };
