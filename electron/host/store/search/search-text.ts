import { targetOf } from '#shared/access/target.ts';
import type { Entity, StoredRecord } from '#shared/kernel/define-entity.ts';
import { holderWords, kindWord, siteWord } from '#shared/search/scope-words.ts';

/** What the index takes of a record: its first fields weigh more than the others. */
export type SearchText = { readonly head: string; readonly body: string; readonly scope: string };

/** Fields that lead a record's searchable ones, such as number and title, weigh more. */
const HEAD_FIELDS = 2;

/** Grows when the index of the same fields would hold other words. */
export const SEARCH_TEXT_VERSION = 3;

/** Fields of an entity that the index reads. A sensitive field is never one of them, whatever else it is. */
export function searchableFields(entity: Entity): readonly string[] {
  return entity.searchable.filter((field) => !entity.sensitive.includes(field));
}

/** Undefined for a record that has nothing to be found by. */
export function searchTextOf(entity: Entity, record: StoredRecord): SearchText | undefined {
  const fields = searchableFields(entity);
  const texts = fields.map((field) => textOf(record[field]));
  if (texts.every((text) => text === '')) return undefined;
  return {
    head: withShortNumbers(texts.slice(0, HEAD_FIELDS)),
    body: withShortNumbers(texts.slice(HEAD_FIELDS)),
    scope: scopeTextOf(entity, record),
  };
}

/** Whose a part is, its whole says: it is given to somebody else without a word of its parts. */
function scopeTextOf(entity: Entity, record: StoredRecord): string {
  const holders = entity.partOf === undefined ? holderWords(targetOf(entity, record)) : [];
  return [siteWord(record.siteId), kindWord(entity.kind), ...holders].join(' ');
}

export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  return Array.isArray(value) ? value.map(textOf).join(' ') : '';
}

/** `0007` is also found as `7`, as people say it. */
function withShortNumbers(texts: readonly string[]): string {
  const text = texts.join('\n');
  const short = [...text.matchAll(/(?<![\p{L}\p{N}])0+([1-9]\d*)(?![\p{L}\p{N}])/gu)].map(
    (match) => match[1],
  );
  return [text, ...short].join('\n');
}
