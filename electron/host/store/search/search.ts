import { type Actor, may, visibleSites } from '#shared/access/can.ts';
import { holdingsOf, isInReach } from '#shared/access/reach.ts';
import { targetOf } from '#shared/access/target.ts';
import { FEATURES, type Feature } from '#shared/access/features.ts';
import { domains, entityOf } from '#shared/domains/registry.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { CollectionName, Entity, StoredRecord } from '#shared/kernel/define-entity.ts';
import type { Found, FoundRecord, SearchAnswer, SearchInput } from '#shared/search/found.ts';
import { archivedForSearch } from '../archive/archived-for-search.ts';
import { recordInText } from '../record-writer.ts';
import { tableOf } from '../record-tables.ts';
import { connectionOf } from '../rx-storage/connection.ts';
import type { Store } from '../store.ts';
import { nearWords } from './near-words.ts';
import { heldRows, type RowsOf } from './held-rows.ts';
import type { SearchIndex } from './search-index.ts';
import { searchableFields, textOf } from './search-text.ts';
import { kindWord, siteWord } from '#shared/search/scope-words.ts';
import { isNumber, matchOf, termsIn, wholeMatchOf } from '#shared/search/search-terms.ts';
import { DAY_MS } from '#shared/kernel/durations.ts';

/** Of a word that fits a hundred thousand records, those that changed last are weighed; the rest is too much anyway. */
const WEIGHED_MAX = 1_000;
const TEXT_SHOWN_CHARACTERS = 160;
/** After this many days a record has lost half of what being new adds to its weight. */
const RECENCY_DAYS = 30;

type Row = { readonly collection: CollectionName; readonly id: string };

/** Full-text search over every record a person may see. */
export class Search {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #index: SearchIndex | undefined;

  constructor(store: Store, clock: Clock, index?: SearchIndex) {
    this.#store = store;
    this.#clock = clock;
    this.#index = index;
  }

  /** Any text is safe to ask with. Nothing found: words one slip away are tried. */
  find(actor: Actor, input: SearchInput): SearchAnswer {
    const answer = this.#find(actor, input);
    const incomplete = this.#index?.build.preparation();
    return incomplete === undefined ? answer : { ...answer, incomplete };
  }

  #find(actor: Actor, { text, kinds, limit = 20 }: SearchInput): SearchAnswer {
    const words = termsIn(text);
    const readable = readableEntities(actor).filter(
      ({ kind }) => kinds === undefined || kinds.includes(kind),
    );
    if (words.length === 0 || readable.length === 0) return { found: [], corrected: [] };
    const scope = scopeOf(actor, readable);
    const held = heldRows(this.#store.db, actor);
    const exact = this.#show(this.#rowsOf(words, scope, held), actor, limit);
    if (exact.length > 0) return { found: exact, corrected: [] };
    const corrected = words
      .filter((word) => this.#rows(matchOf([[word]], scope), held).length === 0)
      .map((typed) => ({ typed, meant: nearWords(this.#store.db, typed) }))
      .filter(({ meant }) => meant.length > 0);
    if (corrected.length === 0) return { found: [], corrected: [] };
    const meantBy = new Map(corrected.map(({ typed, meant }) => [typed, meant]));
    const match = matchOf(
      words.map((word) => meantBy.get(word) ?? [word]),
      scope,
    );
    const found = this.#show(this.#rows(match, held), actor, limit);
    return { found, corrected: found.length === 0 ? [] : corrected };
  }

  #rowsOf(words: readonly string[], scope: readonly (readonly string[])[], held: RowsOf): Row[] {
    const match = matchOf(
      words.map((word) => [word]),
      scope,
    );
    if (!isNumber(words)) return this.#rows(match, held);
    // A number's words all occur, and often: weighing them would count half of the index. The whole number first.
    const whole = this.#newest(wholeMatchOf(words, scope), held);
    const known = new Set(whole.map(({ id }) => id));
    return [...whole, ...this.#newest(match, held).filter(({ id }) => !known.has(id))];
  }

  #newest(match: string, held: RowsOf): Row[] {
    const statement = connectionOf(this.#store.db).statement(
      `SELECT r.collection, r.id FROM search_text AS m JOIN search_record AS r ON r.row = m.rowid
       WHERE search_text MATCH :match AND ${held.sql} ORDER BY m.rowid DESC LIMIT ${WEIGHED_MAX}`,
    );
    // The columns are those of a STRICT table.
    return statement.all({ ...held.parameters, match }) as Row[];
  }

  #rows(match: string, held: RowsOf): Row[] {
    // bm25 is the smaller the better, and below zero; being new adds up to half as much again.
    const statement = connectionOf(this.#store.db).statement(
      `SELECT r.collection, r.id
       FROM (SELECT rowid AS row, bm25(search_text, 8.0, 1.0, 0.0) AS score
             FROM search_text m WHERE search_text MATCH :match AND ${held.sql}
             ORDER BY rowid DESC LIMIT ${WEIGHED_MAX}) AS m
       JOIN search_record AS r ON r.row = m.row
       ORDER BY -m.score * (1 + 0.5 / (1 + max(0, :now - r.changedAtMs) / ${RECENCY_DAYS * DAY_MS}.0)) DESC, r.row DESC`,
    );
    // The columns are those of a STRICT table.
    return statement.all({ ...held.parameters, match, now: this.#clock.now() }) as Row[];
  }

  #show(rows: readonly Row[], actor: Actor, limit: number): Found[] {
    const found: Found[] = [];
    for (const row of rows) {
      if (found.length === limit) break;
      const record = this.#read(row.collection, row.id);
      const entity = record === undefined ? undefined : entityOf(record.kind);
      if (record === undefined || entity === undefined) continue;
      if (entity.partOf === undefined) {
        if (maySee(actor, record)) found.push({ ...foundRecord(record), partOf: null });
        continue;
      }
      const whole = this.#readById(textOf(record[entity.partOf]));
      // A part says something of its whole: who may not see that, or can't, does not find this.
      if (whole !== undefined && maySee(actor, whole)) {
        found.push({ ...foundRecord(record), partOf: foundRecord(whole) });
      }
    }
    return found;
  }

  #readById(id: string): StoredRecord | undefined {
    const collection: unknown = connectionOf(this.#store.db)
      .statement('SELECT collection FROM search_record WHERE id = ?')
      .pluck()
      .get(id);
    // The column holds names of collections.
    return collection === undefined ? undefined : this.#read(collection as CollectionName, id);
  }

  #read(collection: CollectionName, id: string): StoredRecord | undefined {
    const data: unknown = connectionOf(this.#store.db)
      .statement(`SELECT data FROM ${tableOf(collection)} WHERE id = ? AND deleted = 0`)
      .pluck()
      .get(id);
    if (typeof data === 'string') return recordInText(data);
    return archivedForSearch(this.#store.archived, collection, id);
  }
}

function foundRecord(record: StoredRecord): FoundRecord {
  const entity = entityOf(record.kind);
  const texts = (entity === undefined ? [] : searchableFields(entity))
    .map((field) => ({ field, text: textOf(record[field]).slice(0, TEXT_SHOWN_CHARACTERS) }))
    .filter(({ text }) => text !== '');
  return { kind: record.kind, id: record.id, siteId: record.siteId, texts };
}

function scopeOf(actor: Actor, readable: readonly Entity[]): string[][] {
  const sites = visibleSites(actor);
  return [
    ...(sites === 'all' || holdingsOf(actor) !== undefined ? [] : [sites.map(siteWord)]),
    ...(readable.length === searchedEntities.length ? [] : [readable.map(({ kind }) => kindWord(kind))]),
  ];
}

const searchedEntities = domains
  .flatMap((domain) => domain.entities)
  .filter((entity) => searchableFields(entity).length > 0);

function readableEntities(actor: Actor): readonly Entity[] {
  return searchedEntities.filter((entity) => mayRead(actor, entity.collection));
}

function maySee(actor: Actor, record: StoredRecord): boolean {
  const entity = entityOf(record.kind);
  return (
    entity !== undefined && mayRead(actor, entity.collection) && isInReach(actor, targetOf(entity, record))
  );
}

/** A collection with a feature for reading it asks for that feature; the others anybody signed in may read. */
function mayRead(actor: Actor, collection: CollectionName): boolean {
  const feature = readFeatures.get(collection);
  return feature === undefined || may(actor, feature).allowed;
}

const readFeatures = new Map(
  FEATURES.filter((feature) => feature.endsWith('.read')).map((feature): [string, Feature] => [
    feature.slice(0, -'.read'.length),
    feature,
  ]),
);
