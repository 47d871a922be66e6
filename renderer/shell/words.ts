import { domainWords } from '#shared/domains/registry.ts';
import { type Catalogue, type Label, wordsOf } from '#shared/kernel/words.ts';
import { incidentPageWords } from '#renderer/domains/incidents/words.ts';
import { peoplePageWords } from '#renderer/domains/people/words.ts';
import { storePageWords } from './store-page/words.ts';
import { syncPageWords } from './sync-page/words.ts';
import { shellWords } from './words/shell-words.ts';

const pageWords = {
  ...shellWords,
  ...incidentPageWords,
  ...peoplePageWords,
  ...storePageWords,
  ...syncPageWords,
};

/** Keys of texts that only pages use. Domain texts have keys that travel in records: `label` takes those. */
export type TextKey = keyof typeof pageWords;
export type TextParams = NonNullable<Label['params']>;

export const catalogue: Catalogue = { ...domainWords, ...pageWords };

/** The text of a key in the reader's language. */
export function t(key: TextKey, params?: TextParams): string {
  return wordsOf(catalogue, params === undefined ? { key } : { key, params });
}

/** The text of a label that came from a record, a journal or a domain, with names of ours in words too. */
export function label({ key, params = {} }: Label): string {
  const said = Object.entries(params).map(([name, value]) => [name, sayValue(name, value)]);
  return wordsOf(catalogue, { key, params: Object.fromEntries(said) });
}

/** Parameters whose values are names of ours; the others (a person, a file, a number) are shown as they are. */
const NAMED: { readonly [parameter: string]: readonly string[] } = {
  severity: ['severity'],
  stage: ['stage'],
  from: ['severity', 'stage'],
  to: ['severity', 'stage'],
};

/** A value as a person says it: `under_investigation` becomes "under investigation". */
export function sayValue(name: string, value: string | number): string | number {
  for (const group of NAMED[name] ?? []) {
    const text = catalogue[`${group}.${value}`];
    if (text !== undefined) return text.toLocaleLowerCase();
  }
  return value;
}

/** Every component takes its words from here, so that another language is one change. */
export function useWords() {
  return { t, label };
}
