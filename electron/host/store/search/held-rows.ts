import type { Actor } from '#shared/access/can.ts';
import { domains } from '#shared/domains/registry.ts';
import type { SqlParameters } from '#shared/kernel/transaction.ts';
import { reachWords } from '#shared/search/scope-words.ts';
import { matchOf } from '#shared/search/search-terms.ts';
import type { SqliteConnection } from '../connection.ts';
import { viewOf } from '../record-tables.ts';
import { connectionOf } from '../rx-storage/connection.ts';
import { searchableFields } from './search-text.ts';

/** Whose records are more than these meets them among the newest that fit. */
const HELD_MAX = 2_000;

/** A condition on the rows of the index, with its parameters. */
export type RowsOf = { readonly sql: string; readonly parameters: SqlParameters };
const EVERY_ROW: RowsOf = { sql: '1', parameters: {} };

/**
 * Rows of what is somebody's who sees less than a site, and of its parts. Every row where that would be a long list,
 * or where they see sites whole: what is found is held against the policy all the same.
 */
export function heldRows(db: SqliteConnection, actor: Actor): RowsOf {
  const words = reachWords(actor);
  if (words === undefined) return EVERY_ROW;
  const held = matchOf([], [words]);
  const rows = connectionOf(db)
    .statement(
      `SELECT count(*) FROM (SELECT 1 FROM search_text WHERE search_text MATCH ? LIMIT ${HELD_MAX + 1})`,
    )
    .pluck()
    .get(held);
  return Number(rows) > HELD_MAX ? EVERY_ROW : { sql: IS_HELD, parameters: { held } };
}

const PARTS = domains
  .flatMap((domain) => domain.entities)
  .flatMap((entity) =>
    entity.partOf === undefined || searchableFields(entity).length === 0
      ? []
      : [`SELECT p.id FROM held CROSS JOIN ${viewOf(entity)} p ON p."${entity.partOf}" = held.id`],
  );

/** The plus: whoever fits the words is looked for first, and then whether they are held. */
const IS_HELD = `+m.rowid IN (
  WITH held (id) AS MATERIALIZED (
    SELECT r.id FROM search_text h CROSS JOIN search_record r ON r.row = h.rowid WHERE h.search_text MATCH :held)
  SELECT r.row FROM search_record r WHERE r.id IN (
    SELECT id FROM held
    UNION ALL SELECT a.id FROM held CROSS JOIN archived_record a ON a.rootId = held.id
    UNION ALL ${PARTS.join('\n    UNION ALL ')}))`;
