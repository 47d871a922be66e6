import { domainWords } from '#shared/domains/registry.ts';
import { type Catalogue, type Label, wordsOf } from '#shared/kernel/words.ts';
import { sayLabel, sayValueIn } from '#shared/words/say-value.ts';
import { incidentPageWords } from '#renderer/domains/incidents/words.ts';
import { peoplePageWords } from '#renderer/domains/people/words.ts';
import { auditPageWords } from './audit-page/words.ts';
import { devicesPageWords } from './devices-page/words.ts';
import { exportsPageWords } from './exports-page/words.ts';
import { importPageWords } from './import-page/words.ts';
import { jobsPageWords } from './jobs-page/words.ts';
import { notificationsPageWords } from './notifications-page/words.ts';
import { signInWords } from './sign-in/words.ts';
import { settingsWords } from './settings/words.ts';
import { storePageWords } from './store-page/words.ts';
import { syncPageWords } from './sync-page/words.ts';
import { partWords } from './words/part-words.ts';
import { shellWords } from './words/shell-words.ts';
import { tableWords } from './words/table-words.ts';

const pageWords = {
  ...shellWords,
  ...tableWords,
  ...partWords,
  ...incidentPageWords,
  ...peoplePageWords,
  ...storePageWords,
  ...signInWords,
  ...syncPageWords,
  ...auditPageWords,
  ...exportsPageWords,
  ...jobsPageWords,
  ...importPageWords,
  ...settingsWords,
  ...devicesPageWords,
  ...notificationsPageWords,
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
export function label(said: Label): string {
  return sayLabel(catalogue, said);
}

/** A value as a person says it: `under_investigation` becomes "under investigation". */
export function sayValue(name: string, value: string | number): string | number {
  return sayValueIn(catalogue, name, value);
}

/** Every component takes its words from here, so that another language is one change. */
export function useWords() {
  return { t, label };
}
