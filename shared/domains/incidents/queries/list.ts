import { z } from 'zod';
import { defineQuery, siteCondition } from '../../../kernel/define-query.ts';
import { Severity } from '../../../kernel/fields.ts';
import { STAGES } from '../states.ts';

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
  /** Looked for in number, title and place. */
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
    const scope = siteCondition('i.siteId', sites);
    const conditions = [
      scope.sql,
      input.state === 'all'
        ? ''
        : `i.stage ${input.state === 'open' ? 'NOT IN' : 'IN'} ('resolved', 'closed')`,
      input.stages.length > 0 ? 'i.stage IN (SELECT value FROM json_each(:stages))' : '',
      input.severities.length > 0 ? 'i.severity IN (SELECT value FROM json_each(:severities))' : '',
      input.siteId === null ? '' : 'i.siteId = :siteId',
      input.sla === null ? '' : SLA_CONDITIONS[input.sla],
      input.ladder === null ? '' : LADDER_CONDITIONS[input.ladder],
      input.text === '' ? '' : TEXT_CONDITION,
    ].filter((condition) => condition !== '');
    const where = conditions.join('\n AND ');
    const parameters = {
      ...scope.parameters,
      ...(input.stages.length > 0 ? { stages: JSON.stringify(input.stages) } : {}),
      ...(input.severities.length > 0 ? { severities: JSON.stringify(input.severities) } : {}),
      ...(input.siteId === null ? {} : { siteId: input.siteId }),
      ...(input.sla === null ? {} : { now }),
      ...(input.text === '' ? {} : { text: `%${input.text.replace(/[\\%_]/g, '\\$&')}%` }),
    };
    const page = input.cursor === null ? '' : ` AND (${column}, i.id) ${beyond} (:cursorValue, :cursorId)`;
    const rows = db.all(
      IncidentRow,
      `SELECT i.id, i.siteId, s.name AS siteName, i.number, i.title, i.severity, i.stage, i.escalationLevel,
              i.acknowledgedAt, i.acknowledgedByName, i.acknowledgeDueAt, i.assigneeName, i.place, i.reportedAt,
              i.dueAt, i.atRiskAt, i.resolvedAt, ${column} AS sortValue
       FROM incident i LEFT JOIN site s ON s.id = i.siteId
       WHERE ${where}${page}
       ORDER BY ${column} ${order}, i.id ${order} LIMIT :rows`,
      {
        ...parameters,
        ...(input.cursor === null ? {} : { cursorValue: input.cursor.value, cursorId: input.cursor.id }),
        rows: input.limit + 1,
      },
    );
    const counted = db.get(
      z.object({ total: z.int() }),
      `SELECT count(*) AS total FROM incident i WHERE ${where}`,
      parameters,
    );
    const shown = rows.slice(0, input.limit);
    const last = rows.length > input.limit ? shown.at(-1) : undefined;
    return {
      rows: shown,
      total: counted?.total ?? 0,
      next: last === undefined ? null : { value: last.sortValue, id: last.id },
    };
  },
});

const LADDER_CONDITIONS = {
  unacknowledged: 'i.acknowledgedAt IS NULL',
  escalated: 'i.escalationLevel > 0',
} as const;

const TEXT_CONDITION = `(i.number LIKE :text ESCAPE '\\' OR i.title LIKE :text ESCAPE '\\' OR i.place LIKE :text ESCAPE '\\')`;

/** The same rule as `slaStatusOf`, in SQL; a test compares the two. */
const SLA_CONDITIONS = {
  overdue: `CASE WHEN i.stage IN ('resolved', 'closed') THEN i.resolvedAt ELSE :now END >= i.dueAt`,
  at_risk: `CASE WHEN i.stage IN ('resolved', 'closed') THEN i.resolvedAt ELSE :now END >= i.atRiskAt
            AND CASE WHEN i.stage IN ('resolved', 'closed') THEN i.resolvedAt ELSE :now END < i.dueAt`,
  on_track: `CASE WHEN i.stage IN ('resolved', 'closed') THEN i.resolvedAt ELSE :now END < i.atRiskAt`,
} as const;
