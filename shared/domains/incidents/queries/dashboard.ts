import { z } from 'zod';
import { defineQuery, rowCondition, scopeColumns } from '../../../kernel/define-query.ts';
import { SEVERITIES, severityRank } from '../../../kernel/fields.ts';
import type { ReadDatabase, SqlParameters } from '../../../kernel/transaction.ts';
import { Category, incident } from '../schema.ts';
import { indexFilter } from './index-filter.ts';
import { NOBODY } from './nobody.ts';

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
const CategoryRow = z.object({ category: Category, open: z.int() });
const LevelRow = z.object({ level: z.int(), open: z.int() });
const AssigneeRow = z.object({
  /** `nobody` where nobody has it. */
  assignee: z.string(),
  open: z.int(),
  overdue: z.int(),
});
const ASSIGNEES_MAX = 8;
const Named = z.object({ id: z.string(), name: z.string() });

/**
 * What burns now: open incidents by clock, severity, site, category, level and who has them, without drills, which are
 * counted apart. Each is a walk through the index of open incidents, so history costs nothing.
 */
export const dashboard = defineQuery({
  name: 'incidents.dashboard',
  feature: 'incidents.read',
  input: z.object({}),
  reads: ['incidents', 'settings', 'people'],
  run(context) {
    const { db, now, actor } = context;
    const scope = rowCondition(scopeColumns(incident, 'i'), context);
    const index = indexFilter(db, 'open_incident', { text: '', actor });
    const { from, sql } = index?.page ?? { from: 'open_incident', sql: '1' };
    const walk = `FROM ${from} i WHERE ${sql} AND ${scope.sql}`;
    const parameters = { ...scope.parameters, ...index?.parameters };
    const groups = db.all(
      GroupRow,
      `SELECT i.severityRank, i.siteId, count(*) AS open, sum(coalesce(i.clockPausedAt, :now) >= i.atRiskAt) AS startedRisk,
              sum(coalesce(i.clockPausedAt, :now) >= i.dueAt) AS overdue, sum(i.acknowledgedAt IS NULL) AS unacknowledged,
              sum(i.escalationLevel > 0) AS escalated
       ${walk} AND ${REAL} GROUP BY i.severityRank, i.siteId`,
      { ...parameters, now },
    );
    const drills = db.get(
      z.object({ open: z.int() }),
      `SELECT count(*) AS open ${walk} AND i.isDrill IS 1`,
      parameters,
    );
    return {
      totals: totalsOf(groups),
      drills: drills?.open ?? 0,
      bySite: sitesOf(groups, siteNames(db, groups)),
      byCategory: db.all(
        CategoryRow,
        `SELECT i.category, count(*) AS open ${walk} AND ${REAL} GROUP BY i.category ORDER BY open DESC, i.category`,
        parameters,
      ),
      byLevel: db.all(
        LevelRow,
        `SELECT i.escalationLevel AS level, count(*) AS open ${walk} AND ${REAL} GROUP BY level ORDER BY level DESC`,
        parameters,
      ),
      byAssignee: assigneesOf(db, `${walk} AND ${REAL}`, { ...parameters, now }),
    };
  },
});

/** INC-53, as the list has it. */
const REAL = '(i.isDrill IS NOT 1 AND i.mergedIntoId IS NULL)';

/** Who has most of them first; whoever has none is none of them. */
function assigneesOf(db: ReadDatabase, walk: string, parameters: SqlParameters) {
  const rows = db.all(
    AssigneeRow,
    `SELECT coalesce(i.assigneeId, '${NOBODY}') AS assignee, count(*) AS open, sum(:now >= i.dueAt) AS overdue
     ${walk} GROUP BY assignee ORDER BY open DESC, assignee LIMIT ${ASSIGNEES_MAX}`,
    parameters,
  );
  const names = db.all(
    Named,
    'SELECT p.id, p.name FROM person p WHERE p.id IN (SELECT value FROM json_each(:ids))',
    { ids: JSON.stringify(rows.map(({ assignee }) => assignee)) },
  );
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({ ...row, name: nameOf.get(row.assignee) ?? null }));
}

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
    Named,
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
