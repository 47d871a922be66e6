import { z } from 'zod';
import { can } from '../../../access/can.ts';
import { defineQuery, type QueryContext, rowCondition, scopeColumns } from '../../../kernel/define-query.ts';
import { mergedPages } from '../../../kernel/merged-pages.ts';
import { maskedNumber } from '../rules/caller-number.ts';
import { CALL_KINDS, CALL_OUTCOMES, incidentCall, REFUSALS } from '../schema/call.ts';

const ROWS_MAX = 200;

const Input = z.object({
  siteId: z.string().max(36).nullable().default(null),
  outcome: z.enum(CALL_OUTCOMES).nullable().default(null),
  direction: z.enum(['ascending', 'descending']).default('descending'),
  cursor: z
    .object({ value: z.union([z.string(), z.number()]), id: z.string() })
    .nullable()
    .default(null),
  limit: z.int().min(1).max(ROWS_MAX).default(50),
});
type Input = z.output<typeof Input>;

const Row = z.object({
  id: z.string(),
  siteId: z.string(),
  siteName: z.string().nullable(),
  callKind: z.enum(CALL_KINDS),
  fromNumber: z.string(),
  /** Null: nobody's number. */
  claimedName: z.string().nullable(),
  said: z.string(),
  receivedAt: z.string(),
  outcome: z.enum(CALL_OUTCOMES),
  refusedBecause: z.enum(REFUSALS).nullable(),
  incidentId: z.string().nullable(),
  incidentNumber: z.string().nullable(),
  sortValue: z.string(),
});

/** INC-83: calls and text messages that came in for the sites that a person sees, newest first. */
export const calls = defineQuery({
  name: 'incidents.calls',
  feature: 'incidents.handle',
  input: Input,
  reads: ['incidents', 'settings'],
  run(context, input) {
    const { rows, next } = mergedPages([{ rows: rowsIn(context, input), end: null }], input);
    return { rows: rows.map((row) => shown(context, row)), next, total: countOf(context, input) };
  },
});
export type CallRow = ReturnType<typeof calls.run>['rows'][number];

/** A number belongs to somebody: it is whole for those who may see where others are told. */
function shown(
  { actor }: QueryContext,
  { incidentId, incidentNumber, fromNumber, ...row }: z.output<typeof Row>,
) {
  const seesNumber = can(actor, 'notifications.manage', { siteId: row.siteId }).allowed;
  const isSeen = incidentNumber !== null && can(actor, 'incidents.read', { siteId: row.siteId }).allowed;
  return {
    ...row,
    fromNumber: seesNumber ? fromNumber : maskedNumber(fromNumber),
    incident: isSeen && incidentId !== null ? { id: incidentId, number: incidentNumber } : null,
  };
}

function rowsIn(context: QueryContext, input: Input) {
  const { sql, parameters } = conditionOf(context, input);
  const [order, beyond] = input.direction === 'ascending' ? ['ASC', '>'] : ['DESC', '<'];
  const page = input.cursor === null ? '' : ` AND (c.receivedAt, c.id) ${beyond} (:cursorValue, :cursorId)`;
  return context.db.all(
    Row,
    `SELECT c.id, c.siteId, s.name AS siteName, c.callKind, c.fromNumber,
            CASE WHEN c.claimedId IS NOT NULL THEN c.claimedName END AS claimedName, c.said, c.receivedAt,
            c.outcome, c.refusedBecause, c.incidentId, coalesce(i.number, a.number) AS incidentNumber,
            c.receivedAt AS sortValue
     FROM incident_call c LEFT JOIN site s ON s.id = c.siteId
          LEFT JOIN incident i ON i.id = c.incidentId LEFT JOIN archived_incident a ON a.id = c.incidentId
     WHERE ${sql}${page} ORDER BY c.receivedAt ${order}, c.id ${order} LIMIT :rows`,
    {
      ...parameters,
      ...(input.cursor === null ? {} : { cursorValue: input.cursor.value, cursorId: input.cursor.id }),
      rows: input.limit + 1,
    },
  );
}

function countOf(context: QueryContext, input: Input): number {
  const { sql, parameters } = conditionOf(context, input);
  const counted = context.db.get(
    z.object({ count: z.int() }),
    `SELECT count(*) AS count FROM incident_call c WHERE ${sql}`,
    parameters,
  );
  return counted?.count ?? 0;
}

function conditionOf(context: QueryContext, { siteId, outcome }: Input) {
  const reach = rowCondition(scopeColumns(incidentCall, 'c'), context);
  const conditions = [
    reach.sql,
    ...(siteId === null ? [] : ['c.siteId = :siteId']),
    ...(outcome === null ? [] : ['c.outcome = :outcome']),
  ];
  return {
    sql: conditions.join(' AND '),
    parameters: {
      ...reach.parameters,
      ...(siteId === null ? {} : { siteId }),
      ...(outcome === null ? {} : { outcome }),
    },
  };
}
