/** Words beyond these narrow nothing that a person would notice. */
export const TERMS_MAX = 8;
const CHARACTERS_MAX = 400;
const WORD_CHARACTERS_MAX = 40;

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
 * counts once more, so that it comes first. Every word stands in quotes and has none inside.
 */
export function matchOf(
  words: readonly (readonly string[])[],
  scope: readonly (readonly string[])[],
): string {
  const texts = words.map((choices) => anyOf(choices.flatMap((word) => [quoted(word), `${quoted(word)} *`])));
  const scopes = scope.map((choices) => `scope : ${anyOf(choices.map(quoted))}`);
  return [`{head body} : (${texts.join(' AND ')})`, ...scopes].join(' AND ');
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
