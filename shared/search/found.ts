import { z } from 'zod';
import type { Preparation } from '../kernel/read-model.ts';

export const SEARCH_CHARACTERS_MAX = 10_000;
export const FOUND_MAX = 50;

export const SearchInput = z.object({
  /** Anything a person can type or paste. */
  text: z.string().max(SEARCH_CHARACTERS_MAX, `At most ${SEARCH_CHARACTERS_MAX} characters.`),
  /** Kinds of records to look for; all the person may see when left out. */
  kinds: z.array(z.string().max(40)).max(50).optional(),
  limit: z.int().min(1).max(FOUND_MAX).default(20),
});
export type SearchInput = z.input<typeof SearchInput>;

export type FoundRecord = {
  readonly kind: string;
  readonly id: string;
  readonly siteId: string;
  /** Its searchable texts in the order of their weight, cut short. */
  readonly texts: readonly { readonly field: string; readonly text: string }[];
};

/** A record that fits, and the one it is a part of: a comment leads to its incident. */
export type Found = FoundRecord & { readonly partOf: FoundRecord | null };

export type SearchAnswer = {
  /** Best first. */
  readonly found: readonly Found[];
  /** Words that were taken for others because nothing was found: typed, and what was looked for instead. */
  readonly corrected: readonly { readonly typed: string; readonly meant: readonly string[] }[];
  /** There while the index is being built: only so many of the records were looked through. */
  readonly incomplete?: Preparation;
};
