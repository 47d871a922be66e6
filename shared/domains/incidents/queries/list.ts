import { z } from 'zod';
import { holdingsOf } from '../../../access/reach.ts';
import { hasArchive, mustListWholeArchive } from '../../../kernel/archived-list.ts';
import { defineQuery, type QueryContext, siteCondition } from '../../../kernel/define-query.ts';
import { SEVERITIES, Severity } from '../../../kernel/fields.ts';
import { filterOver, isNoFilter, NO_FILTER } from '../../../kernel/filter.ts';
import { mergedPages, type Page } from '../../../kernel/merged-pages.ts';
import { isReady } from '../../../kernel/read-model.ts';
import type { ReadDatabase, SqlParameters } from '../../../kernel/transaction.ts';
import { type Place, walkEnd } from '../../../kernel/walk.ts';
import { SELECTED_MAX } from '../../../reports/list-report.ts';
import { PAUSE_REASONS } from '../schema.ts';
import { OPEN_STAGES, STAGES } from '../states.ts';
import { incidentStatistics, LEFT_OUT_BY_SEVERITY, REPORTED_BY_SEVERITY } from '../statistics.ts';
import { During, duringCondition } from './during.ts';
import { INCIDENT_FILTER_FIELDS } from './filter-fields.ts';
import { type IndexFilter, indexFilter } from './index-filter.ts';
import { type Filter, filterOf, type ListInput as Input, type Table, within } from './list-filter.ts';
import { historyNumberOf } from '../rules/rows-of-numbers.ts';
import { sumOf } from './history-sums.ts';
import { rareValues } from './rare-values.ts';
import { COUNTED_SITES } from './statistics.ts';

export const PAGE_ROWS_MAX = 200;

/** Columns a list may be sorted by, and the SQL expression of each. Not null, so that paging never loses a row. */
const SORT_COLUMNS = {
  reportedAt: 'i.reportedAt',
  dueAt: 'i.dueAt',
  severity: 'i.severityRank',
  number: 'i.number',
} as const;

export const SLA_FILTERS = ['on_track', 'at_risk', 'overdue'] as const;
/** Whom the ladder still waits for, and what it has woken people for. */
export const LADDER_FILTERS = ['unacknowledged', 'escalated'] as const;
/** Real ones are what statistics count: neither drills nor merged into another. */
export const KINDS = ['all', 'real', 'drills'] as const;

export const IncidentListInput = z.object({
  /** `open` is every stage in which somebody still owes something. */
  state: z.enum(['open', 'done', 'all']).default('open'),
  stages: z.array(z.enum(STAGES)).max(STAGES.length).default([]),
  severities: z.array(Severity).max(4).default([]),
  sla: z.enum(SLA_FILTERS).nullable().default(null),
  ladder: z.enum(LADDER_FILTERS).nullable().default(null),
  siteId: z.string().max(36).nullable().default(null),
  kinds: z.enum(KINDS).default('all'),
  /** Who has it: the id of a person, or `nobody`. */
  assignee: z.string().max(36).nullable().default(null),
  /** Only what the person who asks has reported. */
  mine: z.boolean().default(false),
  during: During.nullable().default(null),
  /** Those of the archive too. */
  withArchived: z.boolean().default(false),
  /** Only these. */
  ids: z.array(z.string().max(36)).max(SELECTED_MAX).nullable().default(null),
  filter: filterOver(INCIDENT_FILTER_FIELDS).default(NO_FILTER),
  /** Beginnings of words, in number and title or anywhere else in what is searched (see `indexFilter`). */
  text: z.string().trim().max(200).default(''),
  sort: z.enum(['reportedAt', 'dueAt', 'severity', 'number']).default('severity'),
  direction: z.enum(['ascending', 'descending']).default('descending'),
  cursor: z
    .object({ value: z.union([z.string(), z.number()]), id: z.string() })
    .nullable()
    .default(null),
  limit: z.int().min(1).max(PAGE_ROWS_MAX).default(50),
});
export type IncidentListInput = z.input<typeof IncidentListInput>;

export const IncidentRow = z.object({
  id: z.string(),
  siteId: z.string(),
  siteName: z.string().nullable(),
  number: z.string(),
  title: z.string(),
  severity: Severity,
  stage: z.enum(STAGES),
  escalationLevel: z.int(),
  acknowledgedAt: z.string().nullable(),
  acknowledgedByName: z.string().nullable(),
  acknowledgeDueAt: z.string().nullable(),
  assigneeName: z.string().nullable(),
  place: z.string(),
  reportedAt: z.string(),
  dueAt: z.string(),
  atRiskAt: z.string(),
  resolvedAt: z.string().nullable(),
  clockPausedAt: z.string().nullable(),
  clockPauseReason: z.enum(PAUSE_REASONS).nullable(),
  isDrill: z
    .int()
    .nullable()
    .transform((flag) => flag === 1),
  /** It lies in the archive; its page has it whole. */
  isArchived: z.int().transform((flag) => flag === 1),
  sortValue: z.union([z.string(), z.number()]),
});
export type IncidentRow = z.infer<typeof IncidentRow>;

/** Rows counted beyond what is known without counting; more than these are "at least so many". */
export const TOTAL_COUNTED_MAX = 1_000;

/** Filter, sort and page of incidents, all in SQL. Pages by (sort value, id), so rows that arrive meanwhile shift nothing. */
export const list = defineQuery({
  name: 'incidents.list',
  feature: 'incidents.read',
  input: IncidentListInput,
  reads: ['incidents', 'settings'],
  run(context, given) {
    const input = soonFound(given);
    const pages = tablesOf(input).map((table) => pageOf(context, input, table));
    const { rows, next } = mergedPages(pages, input);
    return { rows, next, ...totalOf(context, input) };
  },
});

function tablesOf({ state, withArchived }: Input): readonly Table[] {
  // What is open never lies in the archive.
  if (state === 'open') return ['open_incident'];
  return withArchived ? ['incident', 'archived_incident'] : ['incident'];
}

function pageOf(context: QueryContext, input: Input, table: Table): Page<IncidentRow> {
  const { db } = context;
  if (table === 'archived_incident') mustListWholeArchive(db);
  const column = SORT_COLUMNS[input.sort];
  const order = input.direction === 'ascending' ? 'ASC' : 'DESC';
  const beyond = input.direction === 'ascending' ? '>' : '<';
  const index = indexOf(context, input, table);
  const source = within(filterOf(input, context, table), index?.page, index);
  const walk = walkOf(context, input, { table, ...source });
  const page = input.cursor === null ? '' : ` AND (${column}, i.id) ${beyond} (:cursorValue, :cursorId)`;
  const isArchived = table === 'archived_incident';
  // Ids first: filter and sort are answered by an index, and only the rows of the page are read.
  const rows = db.all(
    IncidentRow,
    `WITH page (id) AS MATERIALIZED (
         SELECT i.id FROM ${source.from} i WHERE ${source.sql}${page}${walk.sql} ORDER BY ${column} ${order}, i.id ${order} LIMIT :rows)
       SELECT i.id, i.siteId, s.name AS siteName, i.number, i.title, i.severity, i.stage, i.escalationLevel,
              i.acknowledgedAt, i.acknowledgedByName, i.acknowledgeDueAt, i.assigneeName, i.place, i.reportedAt, i.isDrill,
              i.dueAt, i.atRiskAt, i.resolvedAt, i.clockPausedAt, i.clockPauseReason, ${isArchived ? 1 : 0} AS isArchived,
              ${column} AS sortValue
       FROM page CROSS JOIN ${isArchived ? table : 'incident'} i ON i.id = page.id LEFT JOIN site s ON s.id = i.siteId
       ORDER BY ${column} ${order}, i.id ${order}`,
    {
      ...source.parameters,
      ...walk.parameters,
      ...(input.cursor === null ? {} : { cursorValue: input.cursor.value, cursorId: input.cursor.id }),
      rows: input.limit + 1,
    },
  );
  return { rows, end: rows.length > input.limit ? null : walk.end };
}

/** What is asked of all stages, though only open ones are meant, is found among those. */
function soonFound(input: Input): Input {
  const isOfOpen =
    input.stages.length > 0 && input.stages.every((stage) => OPEN_STAGES.some((open) => open === stage));
  return input.state === 'all' && isOfOpen ? { ...input, state: 'open' } : input;
}

function indexOf({ db, actor }: QueryContext, input: Input, table: Table): IndexFilter | undefined {
  const found = indexFilter(db, table, { text: input.text, actor });
  if (found !== undefined || table === 'open_incident' || input.ids !== null) return found;
  return rareValues(db, table, input.filter);
}

type Walk = { readonly sql: string; readonly parameters: SqlParameters; readonly end: Place | null };

/** Where a page that walks through the list stops to look, however little it has found by then. */
function walkOf(
  context: QueryContext,
  input: Input,
  { table, from }: { readonly table: Table; readonly from: string },
): Walk {
  const { cursor, siteId, sort } = input;
  const isWalk = table !== 'open_incident' && input.ids === null && from === table;
  if (!isWalk || !isNarrow(context, input)) return WALKS_ON;
  const [order, beyond, upTo] =
    input.direction === 'ascending' ? (['ASC', '>', '<='] as const) : (['DESC', '<', '>='] as const);
  const column = SORT_COLUMNS[sort];
  const isOfSite = sort === 'reportedAt' && siteId !== null;
  // Where the list is in the order of the time that is asked for, the walk begins there.
  const during =
    input.during?.step === 'reported' && sort === 'reportedAt'
      ? duringCondition(context.db, input.during)
      : undefined;
  const end = walkEnd(context.db, {
    table: from,
    column,
    order,
    where: [
      isOfSite ? 'i.siteId = :siteId' : '1',
      during?.outer ?? '1',
      cursor === null ? '1' : `(${column}, i.id) ${beyond} (:cursorValue, :cursorId)`,
    ].join(' AND '),
    parameters: {
      ...(isOfSite ? { siteId } : {}),
      ...(during === undefined
        ? {}
        : { duringFrom: during.parameters['duringFrom'], duringTo: during.parameters['duringTo'] }),
      ...(cursor === null ? {} : { cursorValue: cursor.value, cursorId: cursor.id }),
    },
  });
  if (end === undefined) return WALKS_ON;
  return {
    sql: ` AND (${column}, i.id) ${upTo} (:endValue, :endId)`,
    parameters: { endValue: end.value, endId: end.id },
    end,
  };
}

/** Whether a page may have to pass many rows to find its own. */
function isNarrow({ site, sites }: QueryContext, input: Input): boolean {
  const isOfSomeSites = sites !== 'all' && site.kind === 'office';
  return (
    isOfSomeSites ||
    !isPlain(input) ||
    input.severities.length > 0 ||
    input.siteId !== null ||
    input.kinds !== 'all'
  );
}

/** Nothing is asked but what statistics count as well. */
function isPlain({ stages, sla, ladder, ids, text, filter, assignee, mine, during }: Input): boolean {
  return (
    stages.length === 0 &&
    sla === null &&
    ladder === null &&
    ids === null &&
    assignee === null &&
    !mine &&
    during === null &&
    text === '' &&
    isNoFilter(filter)
  );
}

const WALKS_ON: Walk = { sql: '', parameters: {}, end: null };

/** How many there are in all: exact where that is known or soon counted, else `totalIsLeast`. */
function totalOf(
  context: QueryContext,
  input: Input,
): { readonly total: number; readonly totalIsLeast: boolean } {
  const { db, actor } = context;
  if (input.state === 'open') {
    return {
      total: countUpTo(db, countedIn(context, input, 'open_incident'), COUNT_ALL),
      totalIsLeast: false,
    };
  }
  // Statistics count what is in the archive too.
  const isCounted = isReady(db, incidentStatistics) && (input.withArchived || !hasArchive(db));
  if (isCounted && holdingsOf(actor) === undefined) {
    const counted = countedBefore(context, input);
    if (counted !== undefined) return { total: counted, totalIsLeast: false };
  }
  const counts = tablesOf(input).map((table) => countIn(context, input, table));
  return {
    total: Math.min(
      counts.reduce((sum, { counted }) => sum + counted, 0),
      TOTAL_COUNTED_MAX,
    ),
    totalIsLeast: counts.some(({ isLeast }) => isLeast),
  };
}

/** What statistics know without a look at any incident that is over. */
function countedBefore(context: QueryContext, input: Input): number | undefined {
  const { siteId, during } = input;
  const number = historyNumberOf(input);
  if (number !== undefined && during !== null) return sumOf(context, number, { ...during, siteId });
  if (!isPlain(input) || input.kinds === 'drills') return undefined;
  const open =
    input.state === 'all' ? 0 : countUpTo(context.db, filterOf(input, context, 'open_incident'), COUNT_ALL);
  return reportedIn(context.db, input, context.sites) - open;
}

function countIn(context: QueryContext, input: Input, table: Table) {
  const filter = countedIn(context, input, table);
  const walk = walkOf(context, { ...input, cursor: null }, { table, ...filter });
  const walked = {
    ...filter,
    sql: `${filter.sql}${walk.sql}`,
    parameters: { ...filter.parameters, ...walk.parameters },
  };
  const counted = countUpTo(context.db, walked, TOTAL_COUNTED_MAX + 1);
  return { counted, isLeast: walk.end !== null || counted > TOTAL_COUNTED_MAX };
}

function countedIn(context: QueryContext, input: Input, table: Table): Filter {
  const index = indexOf(context, input, table);
  const source = table === 'open_incident' ? index?.page : index?.count;
  return within(filterOf(input, context, table), source, index);
}

/** SQLite's word for no limit. */
const COUNT_ALL = -1;

function countUpTo(db: ReadDatabase, { from, sql, parameters }: Filter, max: number): number {
  const counted = db.get(
    z.object({ total: z.int() }),
    `SELECT count(*) AS total FROM (SELECT 1 FROM ${from} i WHERE ${sql} LIMIT :max)`,
    { ...parameters, max },
  );
  return counted?.total ?? 0;
}

/** Every incident there is was reported in some month, and counted or left out there. */
function reportedIn(db: ReadDatabase, input: Input, sites: QueryContext['sites']): number {
  const scope = siteCondition('t.siteId', sites);
  const severities = input.severities.length === 0 ? SEVERITIES : [...new Set(input.severities)];
  const measures = severities.flatMap((severity) => [
    REPORTED_BY_SEVERITY[severity],
    ...(input.kinds === 'all' ? [LEFT_OUT_BY_SEVERITY[severity]] : []),
  ]);
  const counted = db.get(
    z.object({ total: z.int().nullable() }),
    `${COUNTED_SITES} SELECT sum(${measures.map((measure) => `t.${measure}`).join(' + ')}) AS total
     FROM incident_statistics t
     WHERE t.siteId IN (${input.siteId === null ? 'SELECT id FROM counted' : ':siteId'}) AND ${scope.sql} AND t.period = 'month'`,
    { ...scope.parameters, ...(input.siteId === null ? {} : { siteId: input.siteId }) },
  );
  return counted?.total ?? 0;
}
