import { msOf } from '../../../kernel/clock.ts';
import { HOUR_MS } from '../../../kernel/durations.ts';
import type { Incident } from '../schema.ts';

/** What two incidents have in common that makes them likely the same. */
export const LIKENESSES = ['type', 'site', 'words', 'time'] as const;
export type Likeness = (typeof LIKENESSES)[number];

export type Comparable = Pick<
  Incident,
  'type' | 'siteId' | 'title' | 'place' | 'description' | 'reportedAt' | 'occurredAt'
> & {
  /** What the site is called, and the code in its numbers. */
  readonly siteName: string | null;
  readonly siteCode: string | null;
};

/** Further apart than this, two reports are hardly of one event. */
export const APART_MS_MAX = 48 * HOUR_MS;
/** So near that the time itself speaks for it. */
const NEAR_MS = 2 * HOUR_MS;
/** The share of the shorter title's words that both have. */
const WORDS_SHARE_MIN = 0.34;
/** Shorter ones say little: of, on, no. */
const WORD_LETTERS_MIN = 3;
/** A ship's two machinery failures of one week have type and site in common. */
const LIKENESSES_MIN = 3;

/**
 * INC-37: why two may be the same: three of type, site (or one names the other's), words of title and place, and
 * time; site and words alone will do. Empty: they are hardly the same. A suggestion of ours, no rule of anybody's:
 * who merges looks at both.
 */
export function likenessOf(one: Comparable, other: Comparable): readonly Likeness[] {
  const apartMs = Math.abs(msOf(happenedAt(one)) - msOf(happenedAt(other)));
  if (apartMs > APART_MS_MAX) return [];
  const isOfOneKind = one.type === other.type && one.type !== 'other';
  const isOfOneSite = one.siteId === other.siteId || names(one, other) || names(other, one);
  const sharesWords = sharedWords(one, other) >= WORDS_SHARE_MIN;
  const likenesses: Likeness[] = [
    ...(isOfOneKind ? (['type'] as const) : []),
    ...(isOfOneSite ? (['site'] as const) : []),
    ...(sharesWords ? (['words'] as const) : []),
    ...(apartMs <= NEAR_MS ? (['time'] as const) : []),
  ];
  return (isOfOneSite && sharesWords) || likenesses.length >= LIKENESSES_MIN ? likenesses : [];
}

export function happenedAt({
  occurredAt,
  reportedAt,
}: Pick<Comparable, 'occurredAt' | 'reportedAt'>): string {
  return occurredAt ?? reportedAt;
}

/** The office writes of a ship by its name. */
function names({ title, place, description }: Comparable, { siteName, siteCode }: Comparable): boolean {
  const text = ` ${wordsOf(`${title} ${place} ${description}`).join(' ')} `;
  return [siteName, siteCode].some((called) => {
    const words = wordsOf(called ?? '').join(' ');
    return words.length >= WORD_LETTERS_MIN && text.includes(` ${words} `);
  });
}

function sharedWords(one: Comparable, other: Comparable): number {
  const [a, b] = [tellingWords(one), tellingWords(other)];
  const shorter = Math.min(a.size, b.size);
  return shorter === 0 ? 0 : [...a].filter((word) => b.has(word)).length / shorter;
}

function tellingWords({ title, place }: Comparable): ReadonlySet<string> {
  return new Set(wordsOf(`${title} ${place}`).filter((word) => word.length >= WORD_LETTERS_MIN));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
