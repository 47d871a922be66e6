/** Words beyond these narrow nothing that a person would notice. */
export const TERMS_MAX = 8;
const CHARACTERS_MAX = 400;
const WORD_CHARACTERS_MAX = 40;
/** Codes of sites and of series, and years. */
const CODE_CHARACTERS_MAX = 5;

/** What the index calls a word: letters, digits and private use, with the marks that belong to them. */
const WORD = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu;

/** The words of any text at all. Quotes, operators, emoji and half characters are no words, so they are gone. */
export function termsIn(text: string): readonly string[] {
  const words = text.slice(0, CHARACTERS_MAX).matchAll(WORD);
  const cut = [...words].map((match) =>
    Array.from(match[0].toLowerCase()).slice(0, WORD_CHARACTERS_MAX).join(''),
  );
  return [...new Set(cut)].slice(0, TERMS_MAX);
}

/**
 * The index's query for words that must all occur. A word finds what starts with it, and the word itself
 * counts once more, so that it comes first; a number is found whole unless it is still being typed. Every word stands in quotes and has none inside.
 */
export function matchOf(
  words: readonly (readonly string[])[],
  scope: readonly (readonly string[])[],
): string {
  const texts = words.map((choices, place) =>
    anyOf(
      choices.flatMap((word) =>
        isWhole(word, place === words.length - 1) ? [quoted(word)] : startOf(word, words.length === 1),
      ),
    ),
  );
  return queryOf(texts, scope);
}

function queryOf(texts: readonly string[], scope: readonly (readonly string[])[]): string {
  const scopes = scope.map((choices) => `scope : ${anyOf(choices.map(quoted))}`);
  const asked = texts.length === 0 ? [] : [`{head body} : (${texts.join(' AND ')})`];
  return [...asked, ...scopes].join(' AND ');
}

/** The index's query for words that must all occur as they are. */
export function wholeMatchOf(words: readonly string[], scope: readonly (readonly string[])[]): string {
  return queryOf(words.map(quoted), scope);
}

/**
 * Whether this is the number of a record, or the end of one, as `AUR-INC-2026-0007` or `inc 7`: short words, of
 * which the last is a number.
 */
export function isNumber(words: readonly string[]): boolean {
  const last = words.at(-1) ?? '';
  return (
    words.length > 1 &&
    /^\p{N}+$/u.test(last) &&
    words.every((word) => word === last || word.length <= CODE_CHARACTERS_MAX)
  );
}

/** A number before other words has all its digits, and the numbers that begin with it may be half of the index. */
function isWhole(word: string, isLast: boolean): boolean {
  return !isLast && /^\p{N}+$/u.test(word);
}

/** A word of two or three letters beside others: its beginnings are in an index of their own, and it is one of them. */
function startOf(word: string, isAlone: boolean): string[] {
  const isShort = word.length === 2 || word.length === 3;
  return isShort && !isAlone ? [`${quoted(word)} *`] : [quoted(word), `${quoted(word)} *`];
}

/** Lower case without accents, as `unicode61 remove_diacritics 2` keeps it. */
export function fold(word: string): string {
  return word.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().normalize('NFC');
}

function anyOf(choices: readonly string[]): string {
  return `(${choices.join(' OR ')})`;
}

function quoted(word: string): string {
  return `"${word}"`;
}
