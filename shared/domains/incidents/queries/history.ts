import { z } from 'zod';
import { defineQuery, type QueryContext } from '../../../kernel/define-query.ts';
import { PERIODS, type Period } from '../../../kernel/define-roll-up.ts';
import { histogramOf } from '../../../kernel/histogram-text.ts';
import { inFewest, isWhole, LocalStart, periodCount, previousSpan } from '../../../kernel/local-span.ts';
import type { ReadDatabase } from '../../../kernel/transaction.ts';
import { percentileMs } from '../rules/histogram.ts';
import { shareOf, trendOf } from '../rules/trend.ts';
import { ALL_INCIDENT_TYPES } from '../schema.ts';
import {
  type Duration,
  DURATIONS,
  STATISTICS_MEASURES,
  type StatisticsMeasure,
  TYPE_MEASURES,
  typeMeasure,
} from '../statistics.ts';
import { added, type Amounts, sumsOver } from './history-sums.ts';

/** What a chart can show and an answer can sum at once. */
export const HISTORY_PERIODS_MAX: { readonly [P in Period]: number } = {
  hour: 72,
  day: 92,
  week: 53,
  month: 60,
};

export const HistoryInput = z
  .object({
    period: z.enum(PERIODS),
    /** By the clock of each site: the start of the first period, and of the one after the last. */
    from: LocalStart,
    to: LocalStart,
    /** One site, or all that the person sees. */
    siteId: z.string().max(36).nullable().default(null),
  })
  .refine(isWhole, {
    path: ['to'],
    message: 'Both ends are starts of such periods, the end after the start.',
  })
  .refine((span) => periodCount(span) <= HISTORY_PERIODS_MAX[span.period], {
    path: ['from'],
    message: 'So many periods are not shown at once. Choose longer periods or a shorter time.',
  });

/** Minutes that it took; percentiles are read from buckets (INC-54). Null where nothing was. */
export type Durations = {
  readonly average: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
};

type Counts<Measure extends StatisticsMeasure> = { readonly [M in Measure]: number };
type Rates = {
  /** INC-51: of those resolved, the share before its deadline. */
  readonly complianceRate: number | null;
  /** INC-52: of those reported, the share that was escalated since. */
  readonly escalationRate: number | null;
};
/** What is said of every period and of the time before. */
export type BriefFigures = Counts<(typeof BRIEF)[number]> &
  Rates & { readonly averageMinutes: number | null };
export type HistoryFigures = Counts<StatisticsMeasure> &
  Rates & {
    /** INC-75: of those closed, the share by its target for closing. */
    readonly closedInTimeRate: number | null;
    readonly acknowledge: Durations;
    readonly resolution: Durations;
  };

/**
 * What happened in a time, in its periods, at its sites, by type, and whether it is more than before. From kept sums,
 * never from an incident, but for those who see less than a site.
 */
export const history = defineQuery({
  name: 'incidents.history',
  feature: 'incidents.read',
  input: HistoryInput,
  reads: ['incidents', 'settings'],
  run(context, input) {
    const before = previousSpan(input);
    const sums = sumsOver(context, input.siteId, before.from);
    const ofSites = sums('siteId', inFewest(input), ALL);
    const total = added([...ofSites.values()]);
    const previous = briefOf(added([...sums('siteId', inFewest(before), BRIEF).values()]));
    const periods = [...sums('localStart', [input], BRIEF)].map(([localStart, amounts]) => ({
      localStart,
      ...briefOf(amounts),
    }));
    return {
      total: figuresOf(total),
      previous: { from: before.from, to: before.to, ...previous },
      trend: trendOf(total.get('reported') ?? 0, previous.reported),
      periods: periods.toSorted((one, other) => (one.localStart < other.localStart ? -1 : 1)),
      bySite: sitesOf(context, ofSites),
      byType: typesOf(total),
    };
  },
});

const BRIEF = [
  'reported',
  'reportedLow',
  'reportedMedium',
  'reportedHigh',
  'reportedCritical',
  'reportedSafety',
  'reportedOperational',
  'reportedEnvironmental',
  'reportedSecurity',
  'reportedHr',
  'escalated',
  'resolved',
  'resolutionMsSum',
  'deadlineMet',
  'deadlineMissed',
] as const satisfies readonly StatisticsMeasure[];
const ALL: readonly string[] = [...STATISTICS_MEASURES, ...DURATIONS, ...TYPE_MEASURES];

function briefOf(amounts: Amounts): BriefFigures {
  const counts = countsOf(amounts, BRIEF);
  const averageMinutes = minutes(shareOf(counts.resolutionMsSum, counts.resolved));
  return { ...counts, ...ratesOf(counts), averageMinutes };
}

function figuresOf(amounts: Amounts): HistoryFigures {
  const counts = countsOf(amounts, STATISTICS_MEASURES);
  const { acknowledgeMsSum, acknowledged, resolutionMsSum, resolved } = counts;
  return {
    ...counts,
    ...ratesOf(counts),
    closedInTimeRate: shareOf(counts.closedInTime, counts.closedInTime + counts.closedLate),
    acknowledge: durations(amounts, 'acknowledge', shareOf(acknowledgeMsSum, acknowledged)),
    resolution: durations(amounts, 'resolution', shareOf(resolutionMsSum, resolved)),
  };
}

function countsOf<const Measure extends StatisticsMeasure>(
  amounts: Amounts,
  measures: readonly Measure[],
): Counts<Measure> {
  // Each measure is mapped to its sum, so the object has all of them.
  return Object.fromEntries(
    measures.map((measure) => [measure, amounts.get(measure) ?? 0]),
  ) as Counts<Measure>;
}

function ratesOf({
  deadlineMet,
  deadlineMissed,
  escalated,
  reported,
}: Counts<(typeof BRIEF)[number]>): Rates {
  return {
    complianceRate: shareOf(deadlineMet, deadlineMet + deadlineMissed),
    escalationRate: shareOf(escalated, reported),
  };
}

function durations(amounts: Amounts, what: Duration, averageMs: number | null): Durations {
  const counts = histogramOf(amounts, what);
  return {
    average: minutes(averageMs),
    p50: minutes(percentileMs(counts, 0.5)),
    p90: minutes(percentileMs(counts, 0.9)),
    p95: minutes(percentileMs(counts, 0.95)),
  };
}

function minutes(ms: number | null): number | null {
  return ms === null ? null : ms / 60_000;
}

/** Most affected first. */
function sitesOf({ db }: QueryContext, ofSites: ReadonlyMap<string, Amounts>) {
  const names = siteNames(db, [...ofSites.keys()]);
  return [...ofSites]
    .map(([siteId, amounts]) => ({ siteId, siteName: names.get(siteId) ?? null, ...figuresOf(amounts) }))
    .toSorted((one, other) => other.reported - one.reported || (one.siteId < other.siteId ? -1 : 1));
}

/** Most frequent first; only what there is. */
function typesOf(total: Amounts) {
  return ALL_INCIDENT_TYPES.map((type) => ({ type, reported: total.get(typeMeasure(type)) ?? 0 }))
    .filter(({ reported }) => reported > 0)
    .toSorted((one, other) => other.reported - one.reported || (one.type < other.type ? -1 : 1));
}

function siteNames(db: ReadDatabase, ids: readonly string[]): ReadonlyMap<string, string> {
  const rows = db.all(
    z.object({ id: z.string(), name: z.string() }),
    'SELECT s.id, s.name FROM site s WHERE s.id IN (SELECT value FROM json_each(:ids))',
    { ids: JSON.stringify(ids) },
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
