import { z } from 'zod';
import { type QueryContext, rowCondition, scopeColumns } from '../../../kernel/define-query.ts';
import { type SumRow, Sums, UNKNOWN_ZONE } from '../../../kernel/sums.ts';
import type { ReadDatabase } from '../../../kernel/transaction.ts';
import { incidentError } from '../errors.ts';
import { incident } from '../schema.ts';
import { incidentStatistics } from '../statistics.ts';
import { hitsIn, reachMatch } from './index-filter.ts';

/** Records of the archive are brought out of their files one by one. */
const ARCHIVED_MAX = 1_000;
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
  bringArchived(db, { match, from });
  const sums = new Sums(incidentStatistics, zonesIn(db));
  let after = -1;
  for (;;) {
    const page = incidentsAfter(context, { match, from, after });
    for (const row of page) sums.add(row, 1);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_ROWS) return sums.rows();
    after = last.hitRow;
  }
}

type Asked = { readonly match: string; readonly from: string };

/** From here on this query finds what the archive has of it; what ended before `from` adds nothing. */
function bringArchived(db: ReadDatabase, { match, from }: Asked): void {
  const archived = hitsIn('archived_record');
  const found = db.all(
    z.object({ id: z.string() }),
    `SELECT i.id FROM ${archived.from} i WHERE ${archived.sql} AND i.kind = 'incident' AND i.month >= :month
     LIMIT ${ARCHIVED_MAX + 1}`,
    { match, month: from.slice(0, 'yyyy-mm'.length) },
  );
  if (found.length > ARCHIVED_MAX) {
    throw incidentError('too-many-archived', { max: ARCHIVED_MAX });
  }
  for (const { id } of found) db.record(incident, id);
}

function incidentsAfter(context: QueryContext, { match, from, after }: Asked & { readonly after: number }) {
  const live = hitsIn('incident');
  const scope = rowCondition(scopeColumns(incident, 'i'), context);
  return context.db.all(
    IncidentRow,
    `SELECT hit.hitRow, i.id, i.siteId, i.severity, i.category, i.type, i.escalationLevel, i.reportedAt,
            i.clockStartedAt, i.acknowledgedAt, i.resolvedAt, i.closedAt, i.overdueAt, i.dueAt, i.mergedIntoId,
            i.isDrill
     FROM ${live.from} i
     WHERE ${live.sql} AND ${scope.sql} AND hit.hitRow > :after AND (i.closedAt IS NULL OR i.closedAt >= :from)
     ORDER BY hit.hitRow LIMIT ${PAGE_ROWS}`,
    { ...scope.parameters, match, from, after },
  );
}

function zonesIn(db: ReadDatabase): (siteId: string) => string {
  const sites = db.all(z.object({ id: z.string(), timeZone: z.string() }), 'SELECT id, timeZone FROM site');
  const zones = new Map(sites.map(({ id, timeZone }) => [id, timeZone]));
  return (siteId) => zones.get(siteId) ?? UNKNOWN_ZONE;
}
