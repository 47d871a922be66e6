import { z } from 'zod';
import { hasArchive, mustListWholeArchive } from '../../../kernel/archived-list.ts';
import { type QueryContext, rowCondition, scopeColumns } from '../../../kernel/define-query.ts';
import { type SumRow, Sums, UNKNOWN_ZONE } from '../../../kernel/sums.ts';
import type { ReadDatabase } from '../../../kernel/transaction.ts';
import { CLOSE_DUE_SQL } from '../rules/close-target.ts';
import { incident } from '../schema.ts';
import { incidentStatistics } from '../statistics.ts';
import { hitsIn, reachMatch } from './index-filter.ts';

const PAGE_ROWS = 1_000;

const shape = incident.schema.shape;
const IncidentRow = z.object({
  hitRow: z.int(),
  id: z.string(),
  kind: z.literal(incident.kind).default(incident.kind),
  siteId: shape.siteId,
  severity: shape.severity,
  category: shape.category,
  type: shape.type,
  escalationLevel: shape.escalationLevel,
  reportedAt: shape.reportedAt,
  clockStartedAt: shape.clockStartedAt,
  acknowledgedAt: shape.acknowledgedAt,
  resolvedAt: shape.resolvedAt,
  closedAt: shape.closedAt,
  closeDueAt: z.string(),
  overdueAt: shape.overdueAt,
  dueAt: shape.dueAt,
  mergedIntoId: z.string().nullable(),
  isDrill: z
    .int()
    .nullable()
    .transform((drill) => drill === 1),
});
/**
 * Sums over the incidents of somebody who sees less than a site, and undefined for others: the kept sums know sites
 * only, so these are counted from the records, by the same rules. What the archive holds of that time counts too.
 */
export function sumsInReach(context: QueryContext, from: string): readonly SumRow[] | undefined {
  const { db, actor } = context;
  const match = reachMatch(db, actor);
  if (match === undefined) return undefined;
  const sums = new Sums(incidentStatistics, zonesIn(db));
  addAll(context, { sums, match, from, table: 'incident' });
  if (hasArchive(db)) {
    mustListWholeArchive(db);
    addAll(context, { sums, match, from, table: 'archived_incident' });
  }
  return sums.rows();
}

type Asked = {
  readonly match: string;
  readonly from: string;
  readonly table: 'incident' | 'archived_incident';
};

function addAll(context: QueryContext, { sums, ...asked }: Asked & { readonly sums: Sums }): void {
  let after = -1;
  for (;;) {
    const page = incidentsAfter(context, { ...asked, after });
    for (const row of page) sums.add(row, 1);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_ROWS) return;
    after = last.hitRow;
  }
}

/** What ended before `from` adds nothing. */
function incidentsAfter(
  context: QueryContext,
  { match, from, table, after }: Asked & { readonly after: number },
) {
  const found = hitsIn(table);
  const scope = rowCondition(scopeColumns(incident, 'i'), context);
  return context.db.all(
    IncidentRow,
    `SELECT hit.hitRow, i.id, i.siteId, i.severity, i.category, i.type, i.escalationLevel, i.reportedAt,
            i.clockStartedAt, i.acknowledgedAt, i.resolvedAt, i.closedAt, i.overdueAt, i.dueAt, i.mergedIntoId,
            i.isDrill, ${CLOSE_DUE_SQL} AS closeDueAt
     FROM ${found.from} i
     WHERE ${found.sql} AND ${scope.sql} AND hit.hitRow > :after AND (i.closedAt IS NULL OR i.closedAt >= :from)
     ORDER BY hit.hitRow LIMIT ${PAGE_ROWS}`,
    { ...scope.parameters, match, from, after },
  );
}

function zonesIn(db: ReadDatabase): (siteId: string) => string {
  const sites = db.all(z.object({ id: z.string(), timeZone: z.string() }), 'SELECT id, timeZone FROM site');
  const zones = new Map(sites.map(({ id, timeZone }) => [id, timeZone]));
  return (siteId) => zones.get(siteId) ?? UNKNOWN_ZONE;
}
