import { z } from 'zod';
import type { Actor } from '../../../access/can.ts';
import { isReady, mustBeReady } from '../../../kernel/read-model.ts';
import type { ReadDatabase, SqlParameters } from '../../../kernel/transaction.ts';
import { reachWords } from '../../../search/scope-words.ts';
import { matchOf, termsIn } from '../../../search/search-terms.ts';

/** Incidents `i` of a table or view that the search index knows: as they are to be listed, and as they are to be counted. */
export type IndexFilter = {
  readonly page: Source;
  readonly count: Source;
  readonly parameters: SqlParameters;
};
type Source = { readonly from: string; readonly sql: string };

/** Up to so many are looked up and sorted; what is more frequent is soon met in the order of the list. */
const LOOKED_UP_MAX = 2_000;

const SEARCH = { table: 'search' };

/**
 * Beginnings of words in any order, from the index of the search over everything; for somebody who sees less than a
 * site, only among what is theirs, which the index knows as well. Whether a row is theirs, the caller asks of the
 * row itself: here it is only found sooner. Undefined where the index narrows nothing. Until it is built, the text
 * as it stands in number, title or place, which reads every incident.
 */
export function indexFilter(
  db: ReadDatabase,
  from: string,
  { text, actor }: { readonly text: string; readonly actor: Actor },
): IndexFilter | undefined {
  const theirs = reachWords(actor);
  if (text === '' && theirs === undefined) return undefined;
  if (!isReady(db, SEARCH)) return text === '' ? undefined : asItStands(from, text);
  const words = termsIn(text);
  if (text !== '' && words.length === 0) {
    const none = { from, sql: '0' };
    return { page: none, count: none, parameters: {} };
  }
  const match = matchOf(
    words.map((word) => [word]),
    theirs === undefined ? [] : [theirs],
  );
  const found = hitsIn(from);
  // Whose a row is, it says itself: the index need not be asked again for each.
  const walked = { from, sql: text === '' ? '1' : IS_HIT };
  return {
    page: isFrequent(db, match) ? walked : found,
    count: found,
    parameters: { match },
  };
}

/**
 * What the index is asked for everything that is somebody's who sees less than a site; undefined for those who see
 * sites whole. Throws `preparing` until the index holds all records.
 */
export function reachMatch(db: ReadDatabase, actor: Actor): string | undefined {
  const words = reachWords(actor);
  if (words === undefined) return undefined;
  mustBeReady(db, SEARCH);
  return matchOf([], [words]);
}

/** Rows `i` of a table or view that the index finds with `:match`, each with its row there as `hit.hitRow`. */
export function hitsIn(from: string): Source {
  return { from: `${HITS} hit CROSS JOIN ${from}`, sql: 'i.id = hit.hitId' };
}

const HITS = `(SELECT r.row AS hitRow, r.id AS hitId
  FROM search_text m CROSS JOIN search_record r ON r.row = m.rowid
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

function asItStands(from: string, text: string): IndexFilter {
  const source = {
    from,
    sql: `(i.number LIKE :text ESCAPE '\\' OR i.title LIKE :text ESCAPE '\\' OR i.place LIKE :text ESCAPE '\\')`,
  };
  return { page: source, count: source, parameters: { text: `%${text.replace(/[\\%_]/g, '\\$&')}%` } };
}
