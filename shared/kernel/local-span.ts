import { z } from 'zod';
import { isoOf } from './clock.ts';
import type { Period } from './define-roll-up.ts';
import { localMsOf } from './periods.ts';
import { DAY_MS, HOUR_MS } from './durations.ts';

/** A local time at which periods start: a date, or of hours a date and an hour. */
export const LocalStart = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:00)?$/, 'A date, or a date and an hour.');

/** Whole periods by the clock of each site: from the start of the first to the start of the one after the last. */
export type LocalSpan = { readonly period: Period; readonly from: string; readonly to: string };

const LENGTH_MS = { hour: HOUR_MS, day: DAY_MS, week: 7 * DAY_MS } as const;

/** The start of the period that holds a local time. */
export function startOfPeriod(period: Period, local: string): string {
  const ms = localMsOf(local);
  if (period === 'hour') return written('hour', ms - (ms % HOUR_MS));
  const day = ms - (ms % DAY_MS);
  if (period === 'day') return written('day', day);
  const date = new Date(day);
  if (period === 'month') return `${written('day', day).slice(0, 'yyyy-mm'.length)}-01`;
  // getUTCDay counts from Sunday.
  return written('week', day - ((date.getUTCDay() + 6) % 7) * DAY_MS);
}

/** The start that lies so many periods later, or earlier. */
export function movedBy(period: Period, start: string, count: number): string {
  if (period !== 'month') return written(period, localMsOf(start) + count * LENGTH_MS[period]);
  const date = new Date(localMsOf(start));
  return written('month', Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, 1));
}

/** Whole periods, in order: what can be counted from kept sums. */
export function isWhole({ period, from, to }: LocalSpan): boolean {
  return from < to && startOfPeriod(period, from) === from && startOfPeriod(period, to) === to;
}

export function periodCount({ period, from, to }: LocalSpan): number {
  if (period !== 'month') return (localMsOf(to) - localMsOf(from)) / LENGTH_MS[period];
  const [first, last] = [new Date(localMsOf(from)), new Date(localMsOf(to))];
  return 12 * (last.getUTCFullYear() - first.getUTCFullYear()) + last.getUTCMonth() - first.getUTCMonth();
}

/** Starts of all periods, oldest first. */
export function startsIn(span: LocalSpan): readonly string[] {
  return Array.from({ length: periodCount(span) }, (_start, index) => movedBy(span.period, span.from, index));
}

/** As many periods right before. */
export function previousSpan(span: LocalSpan): LocalSpan {
  return { period: span.period, from: movedBy(span.period, span.from, -periodCount(span)), to: span.from };
}

/** The same time in fewer periods: hours as days where they are whole ones, days as weeks. */
export function inFewest(span: LocalSpan): readonly LocalSpan[] {
  const { period, from, to } = span;
  if (period === 'hour' && from.endsWith('T00:00') && to.endsWith('T00:00')) {
    return inFewest({ period: 'day', from: dateOf(from), to: dateOf(to) });
  }
  if (period !== 'day') return [span];
  const monday = startOfPeriod('week', from);
  const firstWeek = monday === from ? from : movedBy('week', monday, 1);
  const lastWeek = startOfPeriod('week', to);
  if (firstWeek >= lastWeek) return [span];
  const parts: readonly LocalSpan[] = [
    { period, from, to: firstWeek },
    { period: 'week', from: firstWeek, to: lastWeek },
    { period, from: lastWeek, to },
  ];
  return parts.filter((part) => part.from < part.to);
}

function dateOf(local: string): string {
  return local.slice(0, 'yyyy-mm-dd'.length);
}

function written(period: Period, ms: number): string {
  return isoOf(ms).slice(0, period === 'hour' ? 'yyyy-mm-ddThh:mm'.length : 'yyyy-mm-dd'.length);
}
