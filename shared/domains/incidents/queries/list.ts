import { z } from 'zod';
import { defineQuery, type QueryContext, siteCondition } from '../../../kernel/define-query.ts';
import { Severity } from '../../../kernel/fields.ts';
import { filterCondition, filterOver, isNoFilter, NO_FILTER } from '../../../kernel/filter.ts';
import { isReady } from '../../../kernel/read-model.ts';
import type { ReadDatabase, SqlParameters } from '../../../kernel/transaction.ts';
import { STAGES } from '../states.ts';
import { incidentStatistics, REPORTED_BY_SEVERITY } from '../statistics.ts';
import { INCIDENT_FILTER_FIELDS } from './filter-fields.ts';
import { COUNTED_SITES } from './statistics.ts';
import { type TextFilter, textFilter } from './text-filter.ts';

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

export const IncidentListInput = z.object({
  /** `open` is every stage in which somebody still owes something. */
  state: z.enum(['open', 'done', 'all']).default('open'),
  stages: z.array(z.enum(STAGES)).max(STAGES.length).default([]),
  severities: z.array(Severity).max(4).default([]),
  sla: z.enum(SLA_FILTERS).nullable().default(null),
  ladder: z.enum(LADDER_FILTERS).nullable().default(null),
  siteId: z.string().max(36).nullable().default(null),
  filter: filterOver(INCIDENT_FILTER_FIELDS).default(NO_FILTER),
  /** Beginnings of words, in number and title or anywhere else in what is searched (see `textFilter`). */
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
  run({ db, now, sites }, input) {
    const column = SORT_COLUMNS[input.sort];
    const order = input.direction === 'ascending' ? 'ASC' : 'DESC';
    const beyond = input.direction === 'ascending' ? '>' : '<';
    const text = textFilter(db, tableOf(input), input.text);
    const filter = filterOf(input, sites, now);
    const source = within(filter, text?.page, text);
    const page = input.cursor === null ? '' : ` AND (${column}, i.id) ${beyond} (:cursorValue, :cursorId)`;
    // Ids first: filter and sort are answered by an index, and only the rows of the page are read.
    const rows = db.all(
      IncidentRow,
      `WITH page (id) AS MATERIALIZED (
         SELECT i.id FROM ${source.from} i WHERE ${source.sql}${page} ORDER BY ${column} ${order}, i.id ${order} LIMIT :rows)
       SELECT i.id, i.siteId, s.name AS siteName, i.number, i.title, i.severity, i.stage, i.escalationLevel,
              i.acknowledgedAt, i.acknowledgedByName, i.acknowledgeDueAt, i.assigneeName, i.place, i.reportedAt,
              i.dueAt, i.atRiskAt, i.resolvedAt, ${column} AS sortValue
       FROM page CROSS JOIN incident i ON i.id = page.id LEFT JOIN site s ON s.id = i.siteId
       ORDER BY ${column} ${order}, i.id ${order}`,
      {
        ...source.parameters,
        ...(input.cursor === null ? {} : { cursorValue: input.cursor.value, cursorId: input.cursor.id }),
        rows: input.limit + 1,
      },
    );
    const shown = rows.slice(0, input.limit);
    const last = rows.length > input.limit ? shown.at(-1) : undefined;
    return {
      rows: shown,
      ...totalOf(db, input, within(filter, input.state === 'open' ? text?.page : text?.count, text), sites),
      next: last === undefined ? null : { value: last.sortValue, id: last.id },
    };
  },
});

type Input = z.output<typeof IncidentListInput>;
type Filter = { readonly from: string; readonly sql: string; readonly parameters: SqlParameters };

/**
 * The plus before a column keeps the planner from reading every row of one stage or site and sorting them: a
 * page is found soonest by walking in the order that is asked for. Open incidents have an index of their own.
 */
function filterOf(input: Input, sites: QueryContext['sites'], now: string): Filter {
  const scope = siteCondition('+i.siteId', sites);
  const siteColumn = input.sort === 'reportedAt' ? 'i.siteId' : '+i.siteId';
  const chosen = filterCondition(INCIDENT_FILTER_FIELDS, input.filter, now);
  const conditions = [
    scope.sql,
    STATE_CONDITIONS[input.state],
    input.stages.length > 0 ? '+i.stage IN (SELECT value FROM json_each(:stages))' : '',
    input.severities.length > 0 ? 'i.severity IN (SELECT value FROM json_each(:severities))' : '',
    input.siteId === null ? '' : `${siteColumn} = :siteId`,
    input.sla === null ? '' : SLA_CONDITIONS[input.sla],
    input.ladder === null ? '' : LADDER_CONDITIONS[input.ladder],
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
      ...chosen.parameters,
    },
  };
}

function tableOf({ state }: Input): string {
  return state === 'open' ? 'open_incident' : 'incident';
}

/** Those of a filter that hold the text, if one was given. */
function within(
  filter: Filter,
  source: TextFilter['page'] | undefined,
  text: TextFilter | undefined,
): Filter {
  if (source === undefined) return filter;
  return {
    from: source.from,
    sql: `${source.sql} AND ${filter.sql}`,
    parameters: { ...filter.parameters, ...text?.parameters },
  };
}

/** How many there are in all: exact where that is known or soon counted, else `totalIsLeast`. */
function totalOf(
  db: ReadDatabase,
  input: Input,
  filter: Filter,
  sites: QueryContext['sites'],
): { readonly total: number; readonly totalIsLeast: boolean } {
  if (input.state === 'open') return { total: countUpTo(db, filter, COUNT_ALL), totalIsLeast: false };
  const isBroad =
    input.stages.length === 0 &&
    input.sla === null &&
    input.ladder === null &&
    input.text === '' &&
    isNoFilter(input.filter);
  if (isBroad && isReady(db, incidentStatistics) && !hasArchive(db)) {
    const openFilter = filterOf({ ...input, state: 'open' }, sites, '');
    const open = input.state === 'all' ? 0 : countUpTo(db, openFilter, COUNT_ALL);
    return { total: reportedIn(db, input, sites) - open, totalIsLeast: false };
  }
  const counted = countUpTo(db, filter, TOTAL_COUNTED_MAX + 1);
  return { total: Math.min(counted, TOTAL_COUNTED_MAX), totalIsLeast: counted > TOTAL_COUNTED_MAX };
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

/** Every incident there is was reported in some month. */
function reportedIn(db: ReadDatabase, input: Input, sites: QueryContext['sites']): number {
  const scope = siteCondition('t.siteId', sites);
  const measures =
    input.severities.length === 0
      ? ['reported']
      : [...new Set(input.severities)].map((severity) => REPORTED_BY_SEVERITY[severity]);
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

const LADDER_CONDITIONS = {
  unacknowledged: 'i.acknowledgedAt IS NULL',
  escalated: 'i.escalationLevel > 0',
} as const;

/** The same rule as `slaStatusOf`, in SQL; a test compares the two. */
const SLA_CONDITIONS = {
  overdue: `CASE WHEN i.stage IN ('resolved', 'closed') THEN i.resolvedAt ELSE :now END >= i.dueAt`,
  at_risk: `CASE WHEN i.stage IN ('resolved', 'closed') THEN i.resolvedAt ELSE :now END >= i.atRiskAt
            AND CASE WHEN i.stage IN ('resolved', 'closed') THEN i.resolvedAt ELSE :now END < i.dueAt`,
  on_track: `CASE WHEN i.stage IN ('resolved', 'closed') THEN i.resolvedAt ELSE :now END < i.atRiskAt`,
} as const;
