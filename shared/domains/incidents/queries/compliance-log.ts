import { z } from 'zod';
import { listsWholeArchive } from '../../../kernel/archived-list.ts';
import { defineQuery, type QueryContext, rowCondition, scopeColumns } from '../../../kernel/define-query.ts';
import { mergedPages } from '../../../kernel/merged-pages.ts';
import { incident } from '../schema.ts';
import { COMPLIANCE_STATUSES, FRAMEWORKS } from '../schema/compliance.ts';

export const LOG_ROWS_MAX = 200;
export const LOG_STATES = ['owed', 'overdue', 'done', 'all'] as const;

export const ComplianceLogInput = z.object({
  /** `owed`: somebody still has to do it, in time or not. */
  state: z.enum(LOG_STATES).default('owed'),
  framework: z.enum(FRAMEWORKS).nullable().default(null),
  status: z.enum(COMPLIANCE_STATUSES).nullable().default(null),
  siteId: z.string().max(36).nullable().default(null),
  direction: z.enum(['ascending', 'descending']).default('ascending'),
  cursor: z
    .object({ value: z.union([z.string(), z.number()]), id: z.string() })
    .nullable()
    .default(null),
  limit: z.int().min(1).max(LOG_ROWS_MAX).default(50),
});
type Input = z.output<typeof ComplianceLogInput>;

export const ComplianceLogRow = z.object({
  id: z.string(),
  incidentId: z.string(),
  number: z.string(),
  title: z.string(),
  siteName: z.string().nullable(),
  framework: z.enum(FRAMEWORKS),
  requirement: z.string(),
  authority: z.string(),
  form: z.string().nullable(),
  status: z.enum(COMPLIANCE_STATUSES),
  mustReport: z.int(),
  isImmediate: z.int(),
  reportDueAt: z.string().nullable(),
  reportedAt: z.string().nullable(),
  reportedByName: z.string().nullable(),
  reference: z.string(),
  reviewedAt: z.string().nullable(),
  reviewedByName: z.string().nullable(),
  withdrawnAt: z.string().nullable(),
  isArchived: z.int().transform((flag) => flag === 1),
  sortValue: z.string(),
});
export type ComplianceLogRow = z.infer<typeof ComplianceLogRow>;

/** What no time is set for stands after what is due. */
const SORT = "coalesce(c.reportDueAt, '9999')";
/** As `isOwed` of the rules has it. */
export const OWED =
  "c.reportedAt IS NULL AND c.withdrawnAt IS NULL AND c.status IN ('pending_review', 'non_compliant')";
const STATES: { readonly [State in Input['state']]: string } = {
  owed: OWED,
  overdue: `${OWED} AND c.reportDueAt <= :now`,
  done: `c.withdrawnAt IS NULL AND (c.reportedAt IS NOT NULL OR c.status IN ('compliant', 'not_applicable'))`,
  all: '1',
};

/** Where duties stand with their incidents: in the store, and what stays there of the archive. */
const TABLES = [
  { duties: 'incident_compliance', incidents: 'incident', isArchived: 0 },
  { duties: 'archived_incident_compliance', incidents: 'archived_incident', isArchived: 1 },
] as const;
type Table = (typeof TABLES)[number];

/** Duties of all incidents that a person sees, soonest first: of archived ones too, for a duty may outlive the work. */
export const complianceLog = defineQuery({
  name: 'incidents.complianceLog',
  feature: 'incidents.read',
  input: ComplianceLogInput,
  reads: ['incidents', 'settings'],
  run(context, input) {
    const pages = TABLES.map((table) => ({ rows: rowsIn(context, input, table), end: null }));
    return {
      ...mergedPages(pages, input),
      total: countOf(context, input),
      overdue: countOf(context, { ...input, state: 'overdue' }),
      /** Not while the archive is still looked through for what lists show of it. */
      isComplete: listsWholeArchive(context.db),
    };
  },
});

function rowsIn(context: QueryContext, input: Input, { duties, incidents, isArchived }: Table) {
  const { sql, parameters } = conditionOf(context, input);
  const [order, beyond] = input.direction === 'ascending' ? ['ASC', '>'] : ['DESC', '<'];
  const page = input.cursor === null ? '' : ` AND (${SORT}, c.id) ${beyond} (:cursorValue, :cursorId)`;
  return context.db.all(
    ComplianceLogRow,
    `SELECT c.id, c.incidentId, i.number, i.title, s.name AS siteName, c.framework, c.requirement, c.authority,
            c.form, c.status, c.mustReport, c.isImmediate, c.reportDueAt, c.reportedAt, c.reportedByName,
            c.reference, c.reviewedAt, c.reviewedByName, c.withdrawnAt, ${isArchived} AS isArchived, ${SORT} AS sortValue
     FROM ${duties} c JOIN ${incidents} i ON i.id = c.incidentId LEFT JOIN site s ON s.id = i.siteId
     WHERE ${sql}${page} ORDER BY ${SORT} ${order}, c.id ${order} LIMIT :rows`,
    {
      ...parameters,
      ...(input.cursor === null ? {} : { cursorValue: input.cursor.value, cursorId: input.cursor.id }),
      rows: input.limit + 1,
    },
  );
}

function countOf(context: QueryContext, input: Input): number {
  const { sql, parameters } = conditionOf(context, input);
  const counts = TABLES.map(({ duties, incidents }) =>
    context.db.get(
      z.object({ count: z.int() }),
      `SELECT count(*) AS count FROM ${duties} c JOIN ${incidents} i ON i.id = c.incidentId WHERE ${sql}`,
      parameters,
    ),
  );
  return counts.reduce((sum, counted) => sum + (counted?.count ?? 0), 0);
}

function conditionOf(context: QueryContext, { state, framework, status, siteId }: Input) {
  const scope = rowCondition(scopeColumns(incident, 'i'), context);
  const conditions = [
    scope.sql,
    STATES[state],
    framework === null ? '' : 'c.framework = :framework',
    status === null ? '' : 'c.status = :status',
    siteId === null ? '' : 'i.siteId = :siteId',
  ];
  return {
    sql: conditions.filter((condition) => condition !== '').join('\n AND '),
    parameters: {
      ...scope.parameters,
      ...(state === 'overdue' ? { now: context.now } : {}),
      ...(framework === null ? {} : { framework }),
      ...(status === null ? {} : { status }),
      ...(siteId === null ? {} : { siteId }),
    },
  };
}
