import { z } from 'zod';
import { defineQuery, rowCondition, scopeColumns } from '../../../kernel/define-query.ts';
import { SEVERITIES, severityRank } from '../../../kernel/fields.ts';
import type { ReadDatabase } from '../../../kernel/transaction.ts';
import { incident } from '../schema.ts';
import { indexFilter } from './index-filter.ts';

export type IncidentTotals = {
  readonly open: number;
  readonly onTrack: number;
  readonly atRisk: number;
  readonly overdue: number;
  readonly unacknowledged: number;
  readonly escalated: number;
  readonly low: number;
  readonly medium: number;
  readonly high: number;
  readonly critical: number;
};

type SiteRow = {
  readonly siteId: string;
  readonly siteName: string | null;
  readonly open: number;
  readonly overdue: number;
  readonly critical: number;
};

const GroupRow = z.object({
  severityRank: z.int(),
  siteId: z.string(),
  open: z.int(),
  startedRisk: z.int(),
  overdue: z.int(),
  unacknowledged: z.int(),
  escalated: z.int(),
});
type GroupRow = z.infer<typeof GroupRow>;
const SiteName = z.object({ id: z.string(), name: z.string() });

/**
 * What burns now: open incidents by clock, by severity and by site. One walk through the index of open
 * incidents, in its order, so history costs nothing.
 */
export const dashboard = defineQuery({
  name: 'incidents.dashboard',
  feature: 'incidents.read',
  input: z.object({}),
  reads: ['incidents', 'settings'],
  run(context) {
    const { db, now, actor } = context;
    const scope = rowCondition(scopeColumns(incident, 'i'), context);
    const index = indexFilter(db, 'open_incident', { text: '', actor });
    const { from, sql } = index?.page ?? { from: 'open_incident', sql: '1' };
    const groups = db.all(
      GroupRow,
      `SELECT i.severityRank, i.siteId, count(*) AS open, sum(:now >= i.atRiskAt) AS startedRisk,
              sum(:now >= i.dueAt) AS overdue, sum(i.acknowledgedAt IS NULL) AS unacknowledged,
              sum(i.escalationLevel > 0) AS escalated
       FROM ${from} i WHERE ${sql} AND ${scope.sql} GROUP BY i.severityRank, i.siteId`,
      { ...scope.parameters, ...index?.parameters, now },
    );
    return { totals: totalsOf(groups), bySite: sitesOf(groups, siteNames(db, groups)) };
  },
});

function totalsOf(groups: readonly GroupRow[]): IncidentTotals {
  const [low = 0, medium = 0, high = 0, critical = 0] = SEVERITIES.map((severity) =>
    sum(
      groups.filter(({ severityRank: rank }) => rank === severityRank(severity)),
      'open',
    ),
  );
  const [open, startedRisk, overdue] = [
    sum(groups, 'open'),
    sum(groups, 'startedRisk'),
    sum(groups, 'overdue'),
  ];
  return {
    open,
    onTrack: open - startedRisk,
    atRisk: startedRisk - overdue,
    overdue,
    unacknowledged: sum(groups, 'unacknowledged'),
    escalated: sum(groups, 'escalated'),
    low,
    medium,
    high,
    critical,
  };
}

/** Most open ones first. */
function sitesOf(groups: readonly GroupRow[], names: ReadonlyMap<string, string>): SiteRow[] {
  const sites = [...Map.groupBy(groups, ({ siteId }) => siteId)].map(([siteId, ofSite]) => ({
    siteId,
    siteName: names.get(siteId) ?? null,
    open: sum(ofSite, 'open'),
    overdue: sum(ofSite, 'overdue'),
    critical: sum(
      ofSite.filter(({ severityRank: rank }) => rank === severityRank('critical')),
      'open',
    ),
  }));
  return sites.sort(
    (one, other) => other.open - one.open || ((one.siteName ?? '') < (other.siteName ?? '') ? -1 : 1),
  );
}

function siteNames(db: ReadDatabase, groups: readonly GroupRow[]): ReadonlyMap<string, string> {
  const ids = JSON.stringify([...new Set(groups.map(({ siteId }) => siteId))]);
  const rows = db.all(
    SiteName,
    'SELECT s.id, s.name FROM site s WHERE s.id IN (SELECT value FROM json_each(:ids))',
    {
      ids,
    },
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function sum(groups: readonly GroupRow[], count: Exclude<keyof GroupRow, 'siteId'>): number {
  return groups.reduce((total, group) => total + group[count], 0);
}
