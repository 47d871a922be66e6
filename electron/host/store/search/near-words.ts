import type { SqliteConnection } from '../connection.ts';
import { connectionOf } from '../rx-storage/connection.ts';
import { fold } from '#shared/search/search-terms.ts';

/** Shorter words have too many neighbours to mean anything. */
const LETTERS_MIN = 4;
const CHOICES_MAX = 6;
/** Words looked at for one that was typed; a vocabulary this large under two letters is no vocabulary. */
const WORDS_LOOKED_AT_MAX = 200_000;

/**
 * Words of the index that a mistyped one may have meant: one letter more, less, other, or two exchanged, in
 * a word or in its beginning. Most frequent first. Looked for under the first two letters; where nothing is near,
 * under the first letter and, for letters exchanged or one too many there, under the second. A missing first
 * letter would take the whole vocabulary.
 */
export function nearWords(db: SqliteConnection, typed: string): readonly string[] {
  const letters = Array.from(fold(typed));
  if (letters.length < LETTERS_MIN || /\p{N}/u.test(typed)) return [];
  const [first = '', second = ''] = letters;
  const nearest = nearUnder(db, letters, [first + second]);
  return nearest.length > 0 ? nearest : nearUnder(db, letters, [first, second]);
}

function nearUnder(db: SqliteConnection, letters: readonly string[], starts: readonly string[]): string[] {
  const near: { term: string; records: number }[] = [];
  for (const start of new Set(starts)) {
    for (const candidate of wordsUnder(db, start)) {
      if (isNearStart(letters, Array.from(candidate.term))) near.push(candidate);
    }
  }
  return near
    .sort((one, other) => other.records - one.records || (one.term < other.term ? -1 : 1))
    .slice(0, CHOICES_MAX)
    .map(({ term }) => term);
}

/** Without codes such as `s12`: SQLite counts the records of each word it passes, and those are in every number. */
function* wordsUnder(db: SqliteConnection, start: string): Generator<{ term: string; records: number }> {
  const rows = connectionOf(db)
    .statement(`SELECT term, doc AS records FROM search_term WHERE term >= ? AND term < ? LIMIT ?`)
    // The colon sorts after every digit and before every letter; U+10FFFF after every letter.
    .iterate(`${start}:`, `${start}\u{10ffff}`, WORDS_LOOKED_AT_MAX);
  // fts5vocab's columns: TEXT and INTEGER.
  yield* rows as IterableIterator<{ term: string; records: number }>;
}

/** Whether a word, or a beginning of it, is one slip away from what was typed. */
export function isNearStart(typed: readonly string[], word: readonly string[]): boolean {
  const lengths = [typed.length - 1, typed.length, typed.length + 1].filter(
    (length) => length <= word.length,
  );
  return lengths.some((length) => isOneSlipAway(typed, word.slice(0, length)));
}

/** One letter more, less or other, or two neighbours exchanged (Damerau's four slips), or none. */
export function isOneSlipAway(one: readonly string[], other: readonly string[]): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  if (long.length > short.length) return sameFrom(short, start, long, start + 1);
  const isOther = sameFrom(short, start + 1, long, start + 1);
  const isExchanged =
    short[start] === long[start + 1] &&
    short[start + 1] === long[start] &&
    sameFrom(short, start + 2, long, start + 2);
  return isOther || isExchanged;
}

function sameFrom(
  one: readonly string[],
  from: number,
  other: readonly string[],
  otherFrom: number,
): boolean {
  const rest = one.slice(from);
  const otherRest = other.slice(otherFrom);
  return rest.length === otherRest.length && rest.every((letter, index) => letter === otherRest[index]);
}
