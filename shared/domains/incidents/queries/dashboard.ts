import { z } from 'zod';
import { defineQuery, siteCondition } from '../../../kernel/define-query.ts';

const Totals = z.object({
  open: z.int(),
  onTrack: z.int(),
  atRisk: z.int(),
  overdue: z.int(),
  unacknowledged: z.int(),
  escalated: z.int(),
  low: z.int(),
  medium: z.int(),
  high: z.int(),
  critical: z.int(),
});
export type IncidentTotals = z.infer<typeof Totals>;

const NONE: IncidentTotals = {
  open: 0,
  onTrack: 0,
  atRisk: 0,
  overdue: 0,
  unacknowledged: 0,
  escalated: 0,
  low: 0,
  medium: 0,
  high: 0,
  critical: 0,
};

const SiteRow = z.object({
  siteId: z.string(),
  siteName: z.string().nullable(),
  open: z.int(),
  overdue: z.int(),
  critical: z.int(),
});

/** What burns now: open incidents by clock, by severity and by site. Counted over open ones only, so history costs nothing. */
export const dashboard = defineQuery({
  name: 'incidents.dashboard',
  feature: 'incidents.read',
  input: z.object({}),
  reads: ['incidents', 'settings'],
  run({ db, now, sites }) {
    const scope = siteCondition('i.siteId', sites);
    const open = `i.stage IN (${OPEN_STAGE_LIST})`;
    const totals = db.get(
      Totals,
      `SELECT count(*) AS open,
              count(*) FILTER (WHERE :now < i.atRiskAt) AS onTrack,
              count(*) FILTER (WHERE :now >= i.atRiskAt AND :now < i.dueAt) AS atRisk,
              count(*) FILTER (WHERE :now >= i.dueAt) AS overdue,
              count(*) FILTER (WHERE i.acknowledgedAt IS NULL) AS unacknowledged,
              count(*) FILTER (WHERE i.escalationLevel > 0) AS escalated,
              count(*) FILTER (WHERE i.severity = 'low') AS low,
              count(*) FILTER (WHERE i.severity = 'medium') AS medium,
              count(*) FILTER (WHERE i.severity = 'high') AS high,
              count(*) FILTER (WHERE i.severity = 'critical') AS critical
       FROM incident i WHERE ${open} AND ${scope.sql}`,
      { ...scope.parameters, now },
    );
    const bySite = db.all(
      SiteRow,
      `SELECT i.siteId, s.name AS siteName, count(*) AS open,
              count(*) FILTER (WHERE :now >= i.dueAt) AS overdue,
              count(*) FILTER (WHERE i.severity = 'critical') AS critical
       FROM incident i LEFT JOIN site s ON s.id = i.siteId
       WHERE ${open} AND ${scope.sql} GROUP BY i.siteId ORDER BY open DESC, siteName`,
      { ...scope.parameters, now },
    );
    return { totals: totals ?? NONE, bySite };
  },
});

/** Written out, because the planner uses the index on `stage` for a list of constants. */
const OPEN_STAGE_LIST = `'reported', 'triaging', 'under_investigation', 'escalated', 'action_required', 'reopened'`;
