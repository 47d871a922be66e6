import { domainWords } from '#shared/domains/registry.ts';
import { type Catalogue, type Label, wordsOf } from '#shared/kernel/words.ts';
import { incidentPageWords } from '#renderer/domains/incidents/words.ts';
import { peoplePageWords } from '#renderer/domains/people/words.ts';
import { shellWords } from './words/shell-words.ts';

const pageWords = { ...shellWords, ...incidentPageWords, ...peoplePageWords };

/** Keys of texts that only pages use. Domain texts have keys that travel in records: `label` takes those. */
export type TextKey = keyof typeof pageWords;
export type TextParams = NonNullable<Label['params']>;

export const catalogue: Catalogue = { ...domainWords, ...pageWords };

/** The text of a key in the reader's language. */
export function t(key: TextKey, params?: TextParams): string {
  return wordsOf(catalogue, params === undefined ? { key } : { key, params });
}

/** The text of a label that came from a record, a journal or a domain. */
export function label(of: Label): string {
  return wordsOf(catalogue, of);
}

/** Every component takes its words from here, so that another language is one change. */
export function useWords() {
  return { t, label };
}
