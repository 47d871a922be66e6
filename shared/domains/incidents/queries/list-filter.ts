import type { z } from 'zod';
import { type QueryContext, rowCondition, scopeColumns } from '../../../kernel/define-query.ts';
import { filterCondition, isNoFilter } from '../../../kernel/filter.ts';
import type { SqlParameters } from '../../../kernel/transaction.ts';
import { incident } from '../schema.ts';
import { duringCondition } from './during.ts';
import { INCIDENT_FILTER_FIELDS } from './filter-fields.ts';
import type { IndexFilter } from './index-filter.ts';
import type { IncidentListInput } from './list.ts';
import { NOBODY } from './nobody.ts';

export type ListInput = z.output<typeof IncidentListInput>;
/** Where incidents are listed from: those that are open, all of the store, those of the archive. */
export type Table = 'open_incident' | 'incident' | 'archived_incident';
export type Filter = { readonly from: string; readonly sql: string; readonly parameters: SqlParameters };

/**
 * The plus before a column keeps the planner from reading every row of one stage or site and sorting them: a
 * page is found soonest by walking in the order that is asked for. Open incidents have an index of their own.
 */
export function filterOf(input: ListInput, context: QueryContext, table: Table): Filter {
  const { now, actor } = context;
  const scope = rowCondition({ ...scopeColumns(incident, 'i'), siteId: '+i.siteId' }, context);
  const siteColumn = input.sort === 'reportedAt' ? 'i.siteId' : '+i.siteId';
  const chosen = filterCondition(INCIDENT_FILTER_FIELDS, input.filter, now);
  const during = input.during === null ? undefined : duringCondition(context.db, input.during);
  const conditions = [
    scope.sql,
    table === 'incident' ? STATE_CONDITIONS[input.state] : '',
    input.stages.length > 0 ? '+i.stage IN (SELECT value FROM json_each(:stages))' : '',
    input.severities.length > 0 ? 'i.severity IN (SELECT value FROM json_each(:severities))' : '',
    input.siteId === null ? '' : `${siteColumn} = :siteId`,
    input.sla === null ? '' : SLA_CONDITIONS[input.sla],
    input.ladder === null ? '' : LADDER_CONDITIONS[input.ladder],
    KIND_CONDITIONS[input.kinds],
    input.assignee === null ? '' : `coalesce(i.assigneeId, '${NOBODY}') = :assignee`,
    input.mine ? '+i.reportedById = :reporter' : '',
    during?.sql ?? '',
    input.ids === null ? '' : 'i.id IN (SELECT value FROM json_each(:ids))',
    isNoFilter(input.filter) ? '' : chosen.sql,
  ];
  return {
    from: table,
    sql: conditions.filter((condition) => condition !== '').join('\n AND '),
    parameters: {
      ...scope.parameters,
      ...(input.stages.length > 0 ? { stages: JSON.stringify(input.stages) } : {}),
      ...(input.severities.length > 0 ? { severities: JSON.stringify(input.severities) } : {}),
      ...(input.siteId === null ? {} : { siteId: input.siteId }),
      ...(input.sla === null ? {} : { now }),
      ...(input.assignee === null ? {} : { assignee: input.assignee }),
      ...(input.mine ? { reporter: actor.id } : {}),
      ...during?.parameters,
      ...(input.ids === null ? {} : { ids: JSON.stringify(input.ids) }),
      ...chosen.parameters,
    },
  };
}

/** Those of a filter that the index finds, where it narrows something. */
export function within(
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

/** Of the whole store: open ones have a table of their own, and archived ones are done. */
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
