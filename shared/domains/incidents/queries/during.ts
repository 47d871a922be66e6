import { z } from 'zod';
import { LocalStart } from '../../../kernel/local-span.ts';
import { firstInstantOf } from '../../../kernel/periods.ts';
import { UNKNOWN_ZONE } from '../../../kernel/sums.ts';
import type { ReadDatabase, SqlParameters } from '../../../kernel/transaction.ts';

/** The step of an incident that happened in a time, and the column that says when. */
const STEP_COLUMNS = {
  reported: 'i.reportedAt',
  acknowledged: 'i.acknowledgedAt',
  resolved: 'i.resolvedAt',
  closed: 'i.closedAt',
  overdue: 'i.overdueAt',
  reopened: 'CASE WHEN i.clockStartedAt > i.reportedAt THEN i.clockStartedAt END',
} as const;

export const STEPS = ['reported', 'acknowledged', 'resolved', 'closed', 'overdue', 'reopened'] as const;

/** A step that happened from one local time until before another, each by the clock of the incident's own site. */
export const During = z.object({ step: z.enum(STEPS), from: LocalStart, to: LocalStart });
export type During = z.infer<typeof During>;

/** `outer` holds for all sites and can be walked along an index, `sql` is exact. */
export type DuringCondition = {
  readonly outer: string;
  readonly sql: string;
  readonly parameters: SqlParameters;
};

/** The same incidents as statistics count in these periods. */
export function duringCondition(db: ReadDatabase, { step, from, to }: During): DuringCondition {
  const column = STEP_COLUMNS[step];
  const sites = db.all(z.object({ id: z.string(), timeZone: z.string() }), 'SELECT id, timeZone FROM site');
  const zones = Map.groupBy(sites, ({ timeZone }) => timeZone);
  const spans = [...zones.keys(), UNKNOWN_ZONE].map((zone) => spanIn(zone, { from, to }));
  const outer = `${column} >= :duringFrom AND ${column} < :duringTo`;
  const bounds = {
    duringFrom: least(spans.map((one) => one.from)),
    duringTo: most(spans.map((one) => one.to)),
  };
  if (zones.size === 0) return { outer, sql: outer, parameters: bounds };
  const parameters: { [name: string]: string } = bounds;
  const ofZones = [...zones].map(([zone, ofZone], index) => {
    const span = spanIn(zone, { from, to });
    Object.assign(parameters, {
      [`duringFrom${index}`]: span.from,
      [`duringTo${index}`]: span.to,
      [`duringSites${index}`]: JSON.stringify(ofZone.map(({ id }) => id)),
    });
    return `(+i.siteId IN (SELECT value FROM json_each(:duringSites${index}))
      AND ${column} >= :duringFrom${index} AND ${column} < :duringTo${index})`;
  });
  // What is of a site that is not known here, or not yet, is counted by UTC.
  const unknown = spanIn(UNKNOWN_ZONE, { from, to });
  Object.assign(parameters, {
    duringFromUnknown: unknown.from,
    duringToUnknown: unknown.to,
    duringSites: JSON.stringify(sites.map(({ id }) => id)),
  });
  ofZones.push(`(+i.siteId NOT IN (SELECT value FROM json_each(:duringSites))
      AND ${column} >= :duringFromUnknown AND ${column} < :duringToUnknown)`);
  return { outer, sql: `${outer} AND (${ofZones.join(' OR ')})`, parameters };
}

function spanIn(zone: string, { from, to }: { readonly from: string; readonly to: string }) {
  return { from: firstInstantOf(from, zone), to: firstInstantOf(to, zone) };
}

function least(instants: readonly string[]): string {
  return instants.reduce((one, other) => (one < other ? one : other));
}

function most(instants: readonly string[]): string {
  return instants.reduce((one, other) => (one > other ? one : other));
}
