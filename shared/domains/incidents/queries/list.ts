import { z } from 'zod';
import { holdingsOf } from '../../../access/reach.ts';
import {
  defineQuery,
  type QueryContext,
  rowCondition,
  scopeColumns,
  siteCondition,
} from '../../../kernel/define-query.ts';
import { SEVERITIES, Severity } from '../../../kernel/fields.ts';
import { filterCondition, filterOver, isNoFilter, NO_FILTER } from '../../../kernel/filter.ts';
import { isReady } from '../../../kernel/read-model.ts';
import type { ReadDatabase, SqlParameters } from '../../../kernel/transaction.ts';
import { type Place, walkEnd } from '../../../kernel/walk.ts';
import { SELECTED_MAX } from '../../../reports/list-report.ts';
import { incident, PAUSE_REASONS } from '../schema.ts';
import { OPEN_STAGES, STAGES } from '../states.ts';
import { incidentStatistics, LEFT_OUT_BY_SEVERITY, REPORTED_BY_SEVERITY } from '../statistics.ts';
import { During, duringCondition } from './during.ts';
import { INCIDENT_FILTER_FIELDS } from './filter-fields.ts';
import { type IndexFilter, indexFilter } from './index-filter.ts';
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
/** Stands for the id of a person where nobody has it. */
export const NOBODY = 'nobody';

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
  during: During.nullable().default(null),
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
    const { db, actor } = context;
    const column = SORT_COLUMNS[input.sort];
    const order = input.direction === 'ascending' ? 'ASC' : 'DESC';
    const beyond = input.direction === 'ascending' ? '>' : '<';
    const index = indexFilter(db, tableOf(input), { text: input.text, actor }) ?? rareValuesOf(db, input);
    const filter = filterOf(input, context);
    const source = within(filter, index?.page, index);
    const walk = walkOf(context, input, source);
    const page = input.cursor === null ? '' : ` AND (${column}, i.id) ${beyond} (:cursorValue, :cursorId)`;
    // Ids first: filter and sort are answered by an index, and only the rows of the page are read.
    const rows = db.all(
      IncidentRow,
      `WITH page (id) AS MATERIALIZED (
         SELECT i.id FROM ${source.from} i WHERE ${source.sql}${page}${walk.sql} ORDER BY ${column} ${order}, i.id ${order} LIMIT :rows)
       SELECT i.id, i.siteId, s.name AS siteName, i.number, i.title, i.severity, i.stage, i.escalationLevel,
              i.acknowledgedAt, i.acknowledgedByName, i.acknowledgeDueAt, i.assigneeName, i.place, i.reportedAt, i.isDrill,
              i.dueAt, i.atRiskAt, i.resolvedAt, i.clockPausedAt, i.clockPauseReason, ${column} AS sortValue
       FROM page CROSS JOIN incident i ON i.id = page.id LEFT JOIN site s ON s.id = i.siteId
       ORDER BY ${column} ${order}, i.id ${order}`,
      {
        ...source.parameters,
        ...walk.parameters,
        ...(input.cursor === null ? {} : { cursorValue: input.cursor.value, cursorId: input.cursor.id }),
        rows: input.limit + 1,
      },
    );
    const shown = rows.slice(0, input.limit);
    const last = rows.length > input.limit ? shown.at(-1) : undefined;
    return {
      rows: shown,
      ...totalOf(context, input, within(filter, input.state === 'open' ? index?.page : index?.count, index)),
      next: last === undefined ? walk.end : { value: last.sortValue, id: last.id },
    };
  },
});

/** What is asked of all stages, though only open ones are meant, is found among those. */
function soonFound(input: Input): Input {
  const isOfOpen =
    input.stages.length > 0 && input.stages.every((stage) => OPEN_STAGES.some((open) => open === stage));
  return input.state === 'all' && isOfOpen ? { ...input, state: 'open' } : input;
}

function rareValuesOf(db: ReadDatabase, { state, filter, ids }: Input): IndexFilter | undefined {
  return state === 'open' || ids !== null ? undefined : rareValues(db, filter);
}

type Walk = { readonly sql: string; readonly parameters: SqlParameters; readonly end: Place | null };

/** Where a page that walks through the list stops to look, however little it has found by then. */
function walkOf(context: QueryContext, input: Input, { from }: Pick<Filter, 'from'>): Walk {
  const { cursor, siteId, sort, state } = input;
  const isWalk = state !== 'open' && input.ids === null && from === tableOf(input);
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
function isPlain({ stages, sla, ladder, ids, text, filter, assignee, during }: Input): boolean {
  return (
    stages.length === 0 &&
    sla === null &&
    ladder === null &&
    ids === null &&
    assignee === null &&
    during === null &&
    text === '' &&
    isNoFilter(filter)
  );
}

const WALKS_ON: Walk = { sql: '', parameters: {}, end: null };

type Input = z.output<typeof IncidentListInput>;
type Filter = { readonly from: string; readonly sql: string; readonly parameters: SqlParameters };

/**
 * The plus before a column keeps the planner from reading every row of one stage or site and sorting them: a
 * page is found soonest by walking in the order that is asked for. Open incidents have an index of their own.
 */
function filterOf(input: Input, context: QueryContext): Filter {
  const { now } = context;
  const scope = rowCondition({ ...scopeColumns(incident, 'i'), siteId: '+i.siteId' }, context);
  const siteColumn = input.sort === 'reportedAt' ? 'i.siteId' : '+i.siteId';
  const chosen = filterCondition(INCIDENT_FILTER_FIELDS, input.filter, now);
  const during = input.during === null ? undefined : duringCondition(context.db, input.during);
  const conditions = [
    scope.sql,
    STATE_CONDITIONS[input.state],
    input.stages.length > 0 ? '+i.stage IN (SELECT value FROM json_each(:stages))' : '',
    input.severities.length > 0 ? 'i.severity IN (SELECT value FROM json_each(:severities))' : '',
    input.siteId === null ? '' : `${siteColumn} = :siteId`,
    input.sla === null ? '' : SLA_CONDITIONS[input.sla],
    input.ladder === null ? '' : LADDER_CONDITIONS[input.ladder],
    KIND_CONDITIONS[input.kinds],
    input.assignee === null ? '' : `coalesce(i.assigneeId, '${NOBODY}') = :assignee`,
    during?.sql ?? '',
    input.ids === null ? '' : 'i.id IN (SELECT value FROM json_each(:ids))',
    isNoFilter(input.filter) ? '' : chosen.sql,
  ];
  return {
    from: tableOf(input),
    sql: conditions.filter((condition) => condition !== '').join('\n AND '),
    parameters: {
      ...scope.parameters,
      ...(input.stages.length > 0 ? { stages: JSON.stringify(input.stages) } : {}),
      ...(input.severities.length > 0 ? { severities: JSON.stringify(input.severities) } : {}),
      ...(input.siteId === null ? {} : { siteId: input.siteId }),
      ...(input.sla === null ? {} : { now }),
      ...(input.assignee === null ? {} : { assignee: input.assignee }),
      ...during?.parameters,
      ...(input.ids === null ? {} : { ids: JSON.stringify(input.ids) }),
      ...chosen.parameters,
    },
  };
}

function tableOf({ state }: Input): string {
  return state === 'open' ? 'open_incident' : 'incident';
}

/** Those of a filter that the index finds, where it narrows something. */
function within(
  filter: Filter,
  source: IndexFilter['page'] | undefined,
  index: IndexFilter | undefined,
): Filter {
  if (source === undefined) return filter;
  return {
    from: source.from,
    sql: `${source.sql} AND ${filter.sql}`,
    parameters: { ...filter.parameters, ...index?.parameters },
  };
}

/** How many there are in all: exact where that is known or soon counted, else `totalIsLeast`. */
function totalOf(
  context: QueryContext,
  input: Input,
  filter: Filter,
): { readonly total: number; readonly totalIsLeast: boolean } {
  const { db, actor, sites } = context;
  if (input.state === 'open') return { total: countUpTo(db, filter, COUNT_ALL), totalIsLeast: false };
  const isBroad = holdingsOf(actor) === undefined && isPlain(input) && input.kinds !== 'drills';
  if (isBroad && isReady(db, incidentStatistics) && !hasArchive(db)) {
    const openFilter = filterOf({ ...input, state: 'open' }, context);
    const open = input.state === 'all' ? 0 : countUpTo(db, openFilter, COUNT_ALL);
    return { total: reportedIn(db, input, sites) - open, totalIsLeast: false };
  }
  const walk = walkOf(context, { ...input, cursor: null }, filter);
  const walked = {
    ...filter,
    sql: `${filter.sql}${walk.sql}`,
    parameters: { ...filter.parameters, ...walk.parameters },
  };
  const counted = countUpTo(db, walked, TOTAL_COUNTED_MAX + 1);
  const isLeast = walk.end !== null || counted > TOTAL_COUNTED_MAX;
  return { total: Math.min(counted, TOTAL_COUNTED_MAX), totalIsLeast: isLeast };
}

/** Statistics count what is in the archive too; lists show what is in the store. */
function hasArchive(db: ReadDatabase): boolean {
  return db.get(z.object({ month: z.string() }), 'SELECT month FROM archived_month LIMIT 1') !== undefined;
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

const STATE_CONDITIONS = {
  open: '',
  done: `+i.stage IN ('resolved', 'closed')`,
  all: '',
} as const;

const KIND_CONDITIONS = {
  all: '',
  real: '(i.isDrill IS NOT 1 AND i.mergedIntoId IS NULL)',
  drills: 'i.isDrill IS 1',
} as const;

const LADDER_CONDITIONS = {
  unacknowledged: 'i.acknowledgedAt IS NULL',
  escalated: 'i.escalationLevel > 0',
} as const;

/** The same rule as `slaStatusOf`, in SQL; a test compares the two. */
const SLA_CONDITIONS = {
  overdue: `CASE WHEN i.stage IN ('resolved', 'closed') THEN i.resolvedAt ELSE coalesce(i.clockPausedAt, :now) END >= i.dueAt`,
  at_risk: `CASE WHEN i.stage IN ('resolved', 'closed') THEN i.resolvedAt ELSE coalesce(i.clockPausedAt, :now) END >= i.atRiskAt
            AND CASE WHEN i.stage IN ('resolved', 'closed') THEN i.resolvedAt ELSE coalesce(i.clockPausedAt, :now) END < i.dueAt`,
  on_track: `CASE WHEN i.stage IN ('resolved', 'closed') THEN i.resolvedAt ELSE coalesce(i.clockPausedAt, :now) END < i.atRiskAt`,
} as const;
