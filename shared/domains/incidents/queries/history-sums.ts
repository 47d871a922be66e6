import { z } from 'zod';
import { isoOf } from '../../../kernel/clock.ts';
import { type QueryContext, siteCondition } from '../../../kernel/define-query.ts';
import { bucketMeasure, histogramIn, histogramOf } from '../../../kernel/histogram-text.ts';
import { inFewest, isWhole, type LocalSpan } from '../../../kernel/local-span.ts';
import { localMsOf } from '../../../kernel/periods.ts';
import { mustBeReady } from '../../../kernel/read-model.ts';
import type { SumRow } from '../../../kernel/sums.ts';
import { DURATIONS, incidentStatistics } from '../statistics.ts';
import { COUNTED_SITES } from './statistics.ts';
import { sumsInReach } from './sums-in-reach.ts';

export type Amounts = ReadonlyMap<string, number>;
type Group = 'siteId' | 'localStart';
/** What was counted in spans of time, by site or by period. */
export type SumsOver = (
  group: Group,
  spans: readonly LocalSpan[],
  measures: readonly string[],
) => ReadonlyMap<string, Amounts>;

/** Kept sums, or for who sees less than a site those of what is theirs; `earliest` is the first local time asked for. */
export function sumsOver(context: QueryContext, siteId: string | null, earliest: string): SumsOver {
  const theirs = sumsInReach(context, isoOf(localMsOf(earliest) - ZONES_APART_MS));
  const inSpan = theirs === undefined ? keptSums(context, siteId) : ofTheirs(theirs, siteId);
  return (group, spans, measures) => {
    const groups = Map.groupBy(
      spans.flatMap((span) => [...inSpan(group, span, measures)]),
      ([key]) => key,
    );
    return new Map([...groups].map(([key, rows]) => [key, added(rows.map(([, amounts]) => amounts))]));
  };
}

/** One measure over a local time; undefined where that is no whole periods. */
export function sumOf(
  context: QueryContext,
  measure: string,
  { from, to, siteId }: { readonly from: string; readonly to: string; readonly siteId: string | null },
): number | undefined {
  const span = SPAN_PERIODS.map((period): LocalSpan => ({ period, from, to })).find(isWhole);
  if (span === undefined) return undefined;
  const sums = sumsOver(context, siteId, from)('siteId', inFewest(span), [measure]);
  return added([...sums.values()]).get(measure) ?? 0;
}

/** The longest first: the fewest rows. Weeks are found in days. */
const SPAN_PERIODS = ['month', 'day', 'hour'] as const;

export function added(rows: readonly Amounts[]): Amounts {
  const total = new Map<string, number>();
  for (const row of rows) {
    for (const [measure, amount] of row) total.set(measure, (total.get(measure) ?? 0) + amount);
  }
  return total;
}

type SumsIn = (group: Group, span: LocalSpan, measures: readonly string[]) => ReadonlyMap<string, Amounts>;

/** No clock is further from UTC. */
const ZONES_APART_MS = 15 * 60 * 60_000;
const KEY = 'groupKey';

function keptSums({ db, sites }: QueryContext, siteId: string | null): SumsIn {
  mustBeReady(db, incidentStatistics);
  const scope = siteCondition('t.siteId', sites);
  const counted = siteId === null ? COUNTED_SITES : '';
  return (group, { period, from, to }, measures) => {
    const rows = db.all(
      Row,
      `${counted} SELECT t.${group} AS ${KEY}, ${measures.map(summed).join(', ')}
       FROM incident_statistics t
       WHERE t.siteId IN (${siteId === null ? 'SELECT id FROM counted' : ':siteId'}) AND ${scope.sql}
         AND t.period = :period AND t.periodStart >= :soonest AND t.periodStart < :latest
         AND t.localStart >= :from AND t.localStart < :to
       GROUP BY t.${group}`,
      {
        ...scope.parameters,
        period,
        from,
        to,
        soonest: isoOf(localMsOf(from) - ZONES_APART_MS),
        latest: isoOf(localMsOf(to) + ZONES_APART_MS),
        ...(siteId === null ? {} : { siteId }),
      },
    );
    return new Map(rows);
  };
}

/** Histograms of a group are joined, and added up when they are read. */
function summed(measure: string): string {
  const isText = HISTOGRAMS.includes(measure);
  return `${isText ? `group_concat(nullif(t.${measure}, ''))` : `sum(t.${measure})`} AS ${measure}`;
}

const HISTOGRAMS: readonly string[] = DURATIONS;

const Row = z
  .record(z.string(), z.union([z.string(), z.number(), z.null()]))
  .transform((row): readonly [string, Amounts] => {
    const { [KEY]: key, ...amounts } = row;
    return [
      String(key),
      new Map(Object.entries(amounts).flatMap(([measure, amount]) => amountsOf(measure, amount ?? ''))),
    ];
  });

function amountsOf(measure: string, amount: string | number): [string, number][] {
  if (!HISTOGRAMS.includes(measure)) return [[measure, Number(amount)]];
  return [...histogramIn(String(amount))].map(([bucket, count]) => [bucketMeasure(measure, bucket), count]);
}

/** The same groups as the SQL above makes. */
function ofTheirs(rows: readonly SumRow[], siteId: string | null): SumsIn {
  return (group, { period, from, to }, measures) => {
    const wanted = rows
      .filter((row) => row.period === period && row.localStart >= from && row.localStart < to)
      .filter((row) => siteId === null || row.siteId === siteId);
    const groups = Map.groupBy(wanted, (row) => row[group]);
    return new Map(
      [...groups].map(([key, ofGroup]) => [
        key,
        only(added(ofGroup.map(({ amounts }) => amounts)), measures),
      ]),
    );
  };
}

function only(amounts: Amounts, measures: readonly string[]): Amounts {
  return new Map(
    measures.flatMap((measure): [string, number][] =>
      HISTOGRAMS.includes(measure)
        ? [...histogramOf(amounts, measure)].map(([bucket, count]) => [bucketMeasure(measure, bucket), count])
        : [[measure, amounts.get(measure) ?? 0]],
    ),
  );
}
