import { z } from 'zod';
import { msOf } from '../../../kernel/clock.ts';
import { defineQuery, type QueryContext, siteCondition } from '../../../kernel/define-query.ts';
import { PERIODS, type Period } from '../../../kernel/define-roll-up.ts';
import { Instant } from '../../../kernel/fields.ts';
import { mustBeReady } from '../../../kernel/read-model.ts';
import type { SumRow } from '../../../kernel/sums.ts';
import type { ReadDatabase } from '../../../kernel/transaction.ts';
import { incidentStatistics, STATISTICS_MEASURES, type StatisticsMeasure } from '../statistics.ts';
import { sumsInReach } from './sums-in-reach.ts';
import { HOUR_MS } from '../../../kernel/durations.ts';

/** Periods in one answer: twelve weeks of hours, five years of days. */
export const STATISTICS_PERIODS_MAX = 2_016;

export const StatisticsInput = z
  .object({
    period: z.enum(PERIODS),
    /** Periods that start at `from` or later and before `to`. */
    from: Instant,
    to: Instant,
    /** One site, or all that the person sees. */
    siteId: z.string().max(36).nullable().default(null),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'The end lies before the start.' })
  .refine(
    ({ period, from, to }) => msOf(to) - msOf(from) <= STATISTICS_PERIODS_MAX * SHORTEST_PERIOD_MS[period],
    {
      path: ['from'],
      message: `At most ${STATISTICS_PERIODS_MAX} periods at once. Choose longer periods or a shorter time.`,
    },
  );
export type StatisticsInput = z.input<typeof StatisticsInput>;

/** How many, and how long it took on average: null where nothing was acknowledged or resolved. */
export type StatisticsFigures = {
  readonly [Measure in StatisticsMeasure]: number;
} & { readonly acknowledgeMinutes: number | null; readonly resolutionMinutes: number | null };

/**
 * Periods in which something happened, and the same by site. It reads counted figures only, never an incident, but
 * for those who see less than a site.
 */
export const statistics = defineQuery({
  name: 'incidents.statistics',
  feature: 'incidents.read',
  input: StatisticsInput,
  reads: ['incidents', 'settings'],
  run(context, input) {
    const theirs = sumsInReach(context, input.from);
    const { periods, bySite } =
      theirs === undefined ? keptSums(context, input) : grouped(context, theirs, input);
    return {
      periods: periods.map(({ periodStart, localStart, ...sums }) => ({
        periodStart,
        localStart,
        ...figures(sums),
      })),
      bySite: bySite.map(({ siteId, siteName, ...sums }) => ({ siteId, siteName, ...figures(sums) })),
      total: figures(totalOf(bySite)),
    };
  },
});

type Asked = z.output<typeof StatisticsInput>;
type Answered = { readonly periods: readonly PeriodRow[]; readonly bySite: readonly SiteRow[] };

function keptSums({ db, sites }: QueryContext, input: Asked): Answered {
  mustBeReady(db, incidentStatistics);
  const scope = siteCondition('t.siteId', sites);
  const where = `t.siteId IN (${input.siteId === null ? 'SELECT id FROM counted' : ':siteId'})
      AND ${scope.sql} AND t.period = :period AND t.periodStart >= :from AND t.periodStart < :to`;
  const parameters = {
    ...scope.parameters,
    period: input.period,
    from: input.from,
    to: input.to,
    ...(input.siteId === null ? {} : { siteId: input.siteId }),
  };
  const counted = input.siteId === null ? COUNTED_SITES : '';
  const periods = db.all(
    PeriodRow,
    `${counted} SELECT min(t.periodStart) AS periodStart, t.localStart, ${SUMS}
       FROM incident_statistics t WHERE ${where} GROUP BY t.localStart ORDER BY t.localStart`,
    parameters,
  );
  const bySite = db.all(
    SiteRow,
    `${counted} SELECT t.siteId, s.name AS siteName, ${SUMS}
       FROM incident_statistics t LEFT JOIN site s ON s.id = t.siteId
       WHERE ${where} GROUP BY t.siteId ORDER BY reported DESC, t.siteId`,
    parameters,
  );
  return { periods, bySite };
}

/** The same groups and orders as the SQL above makes. */
function grouped(
  { db }: QueryContext,
  sums: readonly SumRow[],
  { period, from, to, siteId }: Asked,
): Answered {
  const wanted = sums
    .filter((row) => row.period === period && row.periodStart >= from && row.periodStart < to)
    .filter((row) => siteId === null || row.siteId === siteId);
  const periods = [...Map.groupBy(wanted, ({ localStart }) => localStart)].map(([localStart, rows]) => ({
    periodStart: rows
      .map(({ periodStart }) => periodStart)
      .reduce((one, other) => (one < other ? one : other)),
    localStart,
    ...totalOf(rows.map(sumsOf)),
  }));
  const bySite = [...Map.groupBy(wanted, (row) => row.siteId)].map(([id, rows]) => ({
    siteId: id,
    siteName: siteNameOf(db, id),
    ...totalOf(rows.map(sumsOf)),
  }));
  return {
    periods: periods.toSorted((one, other) => (one.localStart < other.localStart ? -1 : 1)),
    bySite: bySite.toSorted(
      (one, other) => other.reported - one.reported || (one.siteId < other.siteId ? -1 : 1),
    ),
  };
}

function sumsOf({ amounts }: SumRow): Sums {
  return Sums.parse(
    Object.fromEntries(STATISTICS_MEASURES.map((measure) => [measure, amounts.get(measure) ?? 0])),
  );
}

function siteNameOf(db: ReadDatabase, id: string): string | null {
  return db.get(z.object({ name: z.string() }), 'SELECT name FROM site WHERE id = :id', { id })?.name ?? null;
}

const SHORTEST_PERIOD_MS: { readonly [P in Period]: number } = {
  hour: HOUR_MS,
  day: 23 * HOUR_MS,
  week: (7 * 24 - 1) * HOUR_MS,
  month: (28 * 24 - 1) * HOUR_MS,
};

/** The sites that have figures, each found by one step in the index: the key starts with the site. */
export const COUNTED_SITES = `WITH RECURSIVE counted (id) AS (
  SELECT min(siteId) FROM incident_statistics
  UNION ALL
  SELECT (SELECT min(siteId) FROM incident_statistics WHERE siteId > counted.id) FROM counted
  WHERE counted.id IS NOT NULL
)`;
const SUMS = STATISTICS_MEASURES.map((measure) => `sum(t.${measure}) AS ${measure}`).join(', ');

const Sums = z.object(
  // Each measure is mapped to its column, so the object has all of them.
  Object.fromEntries(STATISTICS_MEASURES.map((measure) => [measure, z.int()])) as {
    [Measure in StatisticsMeasure]: z.ZodInt;
  },
);
type Sums = z.infer<typeof Sums>;
const PeriodRow = Sums.extend({ periodStart: z.string(), localStart: z.string() });
const SiteRow = Sums.extend({ siteId: z.string(), siteName: z.string().nullable() });
type PeriodRow = z.infer<typeof PeriodRow>;
type SiteRow = z.infer<typeof SiteRow>;

function totalOf(rows: readonly Sums[]): Sums {
  const total = Object.fromEntries(
    STATISTICS_MEASURES.map((measure) => [measure, rows.reduce((sum, row) => sum + row[measure], 0)]),
  );
  return Sums.parse(total);
}

function figures(sums: Sums): StatisticsFigures {
  return {
    ...sums,
    acknowledgeMinutes: averageMinutes(sums.acknowledgeMsSum, sums.acknowledged),
    resolutionMinutes: averageMinutes(sums.resolutionMsSum, sums.resolved),
  };
}

function averageMinutes(sumMs: number, count: number): number | null {
  return count === 0 ? null : sumMs / count / 60_000;
}
