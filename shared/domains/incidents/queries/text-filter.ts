import { z } from 'zod';
import { isReady } from '../../../kernel/read-model.ts';
import type { ReadDatabase, SqlParameters } from '../../../kernel/transaction.ts';
import { matchOf, termsIn } from '../../../search/search-terms.ts';

/** Incidents `i` of a table or view that hold some text: as they are to be listed, and as they are to be counted. */
export type TextFilter = {
  readonly page: Source;
  readonly count: Source;
  readonly parameters: SqlParameters;
};
type Source = { readonly from: string; readonly sql: string };

/** Up to so many are looked up and sorted; what is more frequent is soon met in the order of the list. */
const LOOKED_UP_MAX = 2_000;

const SEARCH = { table: 'search' };

/**
 * Beginnings of words in any order, from the index of the search over everything. Until that is built, the text as
 * it stands in number, title or place, which reads every incident.
 */
export function textFilter(db: ReadDatabase, from: string, text: string): TextFilter | undefined {
  if (text === '') return undefined;
  if (!isReady(db, SEARCH)) return asItStands(from, text);
  const words = termsIn(text);
  if (words.length === 0) {
    const none = { from, sql: '0' };
    return { page: none, count: none, parameters: {} };
  }
  const match = matchOf(
    words.map((word) => [word]),
    [],
  );
  const found = { from: `${HITS} hit CROSS JOIN ${from}`, sql: 'i.id = hit.hitId' };
  return {
    page: isFrequent(db, match) ? { from, sql: IS_HIT } : found,
    count: found,
    parameters: { match },
  };
}

const HITS = `(SELECT r.id AS hitId FROM search_text m CROSS JOIN search_record r ON r.row = m.rowid
  WHERE search_text MATCH :match AND r.collection = 'incidents')`;

const IS_HIT = `(SELECT r.row FROM search_record r WHERE r.id = i.id AND r.collection = 'incidents')
  IN (SELECT rowid FROM search_text WHERE search_text MATCH :match)`;

function isFrequent(db: ReadDatabase, match: string): boolean {
  const counted = db.get(
    z.object({ hits: z.int() }),
    'SELECT count(*) AS hits FROM (SELECT 1 FROM search_text WHERE search_text MATCH :match LIMIT :max)',
    { match, max: LOOKED_UP_MAX + 1 },
  );
  return (counted?.hits ?? 0) > LOOKED_UP_MAX;
}

function asItStands(from: string, text: string): TextFilter {
  const source = {
    from,
    sql: `(i.number LIKE :text ESCAPE '\\' OR i.title LIKE :text ESCAPE '\\' OR i.place LIKE :text ESCAPE '\\')`,
  };
  return { page: source, count: source, parameters: { text: `%${text.replace(/[\\%_]/g, '\\$&')}%` } };
}
