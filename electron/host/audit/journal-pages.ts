import { z } from 'zod';
import { type Actor, visibleSites } from '#shared/access/can.ts';
import {
  JOURNAL_EVENTS,
  type JournalChoices,
  type JournalFilter,
  type JournalPage,
} from '#shared/audit/journal-view.ts';
import { usedCollections } from '#shared/domains/registry.ts';
import { msOf } from '#shared/kernel/clock.ts';
import type { SearchAnswer, SearchInput } from '#shared/search/found.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { JournalRow } from '../store/journal.ts';
import type { Store } from '../store/store.ts';
import { CONSOLE_ACTOR, type JournalIndex } from './journal-index.ts';
import { itemOf } from './entry-view.ts';

type Found = { readonly collection: string; readonly id: string };
type Parameters = { [name: string]: string | number };
/** Conditions on `audit_entry e`; null where nothing can match. */
type Where = { readonly sql: string; readonly parameters: Parameters } | null;

/** A search by words finds this many at most. */
const RECORDS_MAX = 20;
const CHOICES_MAX = 500;
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const Word = z.object({ word: z.string() });
const Last = z.object({ word: z.string(), seq: z.int() });
const Sites = z.object({ id: z.string(), name: z.string().nullable() });

export type PagesParts = {
  readonly store: Store;
  readonly index: JournalIndex;
  search(actor: Actor, input: SearchInput): SearchAnswer;
};

/** Entries of this console's journal that a person may see, newest first. */
export function journalPage(
  parts: PagesParts,
  actor: Actor,
  { filter, before, limit }: { filter: JournalFilter; before: number | null; limit: number },
): JournalPage {
  const { store } = parts;
  const seqs = entriesThatFit(parts, actor, filter, { before, limit: limit + 1 });
  return {
    items: seqs.slice(0, limit).flatMap((seq) => {
      const row = store.journal.row(seq);
      return row === undefined ? [] : [itemOf(store, row)];
    }),
    more: seqs.length > limit,
  };
}

/** Their numbers, newest first. */
export function entriesThatFit(
  parts: PagesParts,
  actor: Actor,
  filter: JournalFilter,
  { before, limit }: { before: number | null; limit: number },
): number[] {
  const { store, index } = parts;
  index.follow();
  const where = conditionsOf(parts, actor, filter);
  if (where === null) return [];
  const parameters = { ...where.parameters, before: before ?? Number.MAX_SAFE_INTEGER, limit };
  return connectionOf(store.db)
    .statement(
      `SELECT e.seq FROM audit_entry e WHERE e.seq < :before ${where.sql} ORDER BY e.seq DESC LIMIT :limit`,
    )
    .pluck()
    .all(parameters)
    .map(Number);
}

/** The entry, if the person may see it. */
export function visibleRow(parts: PagesParts, actor: Actor, seq: number): JournalRow | undefined {
  const filter = { ...EVERYTHING };
  const [found] = entriesThatFit(parts, actor, filter, { before: seq + 1, limit: 1 });
  return found === seq ? parts.store.journal.row(seq) : undefined;
}

export const EVERYTHING: JournalFilter = {
  personId: null,
  command: null,
  event: null,
  siteId: null,
  from: null,
  to: null,
  record: null,
};

function conditionsOf(parts: PagesParts, actor: Actor, filter: JournalFilter): Where {
  const { index, store } = parts;
  const sql: string[] = [];
  const parameters: Parameters = {};
  const words = { actor: filter.personId, command: filter.command, event: filter.event, site: filter.siteId };
  for (const [column, word] of Object.entries(words)) {
    if (word === null) continue;
    const number = index.numberOf(word);
    if (number === undefined) return null;
    sql.push(`e.${column} = :${column}`);
    parameters[column] = number;
  }
  const sites = visibleSites(actor);
  if (sites !== 'all') {
    const numbers = sites.flatMap((site) => index.numberOf(site) ?? []);
    sql.push('e.site IN (SELECT value FROM json_each(:visible))');
    parameters.visible = JSON.stringify(numbers);
  }
  for (const [end, iso] of [
    ['from', filter.from],
    ['to', filter.to],
  ] as const) {
    if (iso === null) continue;
    const seq = firstFrom(store, msOf(iso));
    sql.push(`e.seq ${end === 'from' ? '>=' : '<'} :${end}`);
    parameters[end] = seq;
  }
  if (filter.record !== null && filter.record !== '') {
    const records = recordsNamed(parts, actor, filter.record);
    if (records.length === 0) return null;
    sql.push(
      `e.seq IN (SELECT c.seq FROM json_each(:records) r CROSS JOIN journal_change c
         ON c.collection = r.value ->> '$.collection' AND c.id = r.value ->> '$.id')`,
    );
    parameters.records = JSON.stringify(records);
  }
  return { sql: sql.map((condition) => `AND ${condition}`).join(' '), parameters };
}

/** Stamps of a journal never go back, so a span of time is a span of numbers. */
function firstFrom(store: Store, atMs: number): number {
  const found: unknown = connectionOf(store.db)
    .statement('SELECT seq FROM audit_entry WHERE atMs >= ? ORDER BY atMs, seq LIMIT 1')
    .pluck()
    .get(atMs);
  return typeof found === 'number' ? found : Number.MAX_SAFE_INTEGER;
}

export function recordsNamed({ search }: PagesParts, actor: Actor, text: string): Found[] {
  // A record that was removed is found by its id alone.
  if (ID.test(text)) return usedCollections().map((collection) => ({ collection, id: text }));
  const { found } = search(actor, { text, limit: RECORDS_MAX });
  return found.flatMap(({ id }) => usedCollections().map((collection) => ({ collection, id })));
}

/** What there is to choose from: everybody and everything that stands in the journal. */
export function journalChoices(parts: PagesParts, actor: Actor): JournalChoices {
  const { store, index } = parts;
  index.follow();
  const wordsOf = (column: 'command' | 'event') =>
    store
      .all(
        Word,
        `SELECT word FROM audit_word WHERE number IN (SELECT DISTINCT ${column} FROM audit_entry)
         ORDER BY word LIMIT ${CHOICES_MAX}`,
      )
      .map(({ word }) => word);
  const last = store.all(
    Last,
    `SELECT word, seq FROM (SELECT actor, max(seq) AS seq FROM audit_entry GROUP BY actor)
     JOIN audit_word ON number = actor LIMIT ${CHOICES_MAX}`,
  );
  const people = last.flatMap(({ word, seq }) => {
    const row = store.journal.row(seq);
    if (word === CONSOLE_ACTOR || row === undefined) return [];
    return [{ id: word, name: itemOf(store, row).actor.name }];
  });
  const visible = visibleSites(actor);
  const sites = store
    .all(
      Sites,
      `SELECT word AS id, s.name AS name FROM audit_word LEFT JOIN site s ON s.id = word
       WHERE number IN (SELECT DISTINCT site FROM audit_entry) LIMIT ${CHOICES_MAX}`,
    )
    .filter(({ id }) => visible === 'all' || visible.includes(id));
  const commands = wordsOf('command');
  const events = wordsOf('event');
  return {
    people: people.toSorted((a, b) => a.name.localeCompare(b.name)),
    commands,
    events: JOURNAL_EVENTS.filter((event) => events.includes(event)),
    sites: sites.flatMap(({ id, name }) => (name === null ? [] : [{ id, name }])),
    entries: store.journal.head().seq,
  };
}
