import { HISTORY_PERIODS_MAX } from '#shared/domains/incidents/queries/history.ts';
import { PERIODS, type Period } from '#shared/kernel/define-roll-up.ts';
import { isWhole, type LocalSpan, movedBy, periodCount, startOfPeriod } from '#shared/kernel/local-span.ts';
import { localMsOf } from '#shared/kernel/periods.ts';

/** What the history shows, as it stands in the address. */
export type OverviewSpan = LocalSpan & { readonly siteId: string | null };

const USUAL_COUNT: { readonly [P in Period]: number } = { hour: 48, day: 30, week: 13, month: 12 };

/** The last days, weeks or months up to the one that `today` lies in. */
export function usualSpan(period: Period, today: string): LocalSpan {
  const to = period === 'hour' ? atMidnight(movedBy('day', today, 1)) : endOf(period, today);
  return { period, from: movedBy(period, to, -USUAL_COUNT[period]), to };
}

/** What an address asks for; where it asks for nothing that can be shown, the usual. */
export function readSpan(search: string, today: string): OverviewSpan {
  const params = new URLSearchParams(search);
  const period = PERIODS.find((one) => one === params.get('period')) ?? 'day';
  const asked = { period, from: params.get('from') ?? '', to: params.get('to') ?? '' };
  const siteId = params.get('site');
  return { ...(canBeShown(asked) ? asked : usualSpan(period, today)), siteId };
}

export function writeSpan({ period, from, to, siteId }: OverviewSpan): string {
  const params = new URLSearchParams({ period, from, to, ...(siteId === null ? {} : { site: siteId }) });
  return `/overview?${params.toString()}`;
}

/** From the period that holds a date; the other end gives way where it would be too much. */
export function startingAt(span: LocalSpan, date: string): LocalSpan {
  const { period } = span;
  const from = period === 'hour' ? atMidnight(date) : startOfPeriod(period, date);
  const most = movedBy(period, from, HISTORY_PERIODS_MAX[period]);
  const to = span.to <= from || span.to > most ? most : span.to;
  return { period, from, to };
}

/** Up to the period that holds a date, and with it. */
export function endingWith(span: LocalSpan, date: string): LocalSpan {
  const { period } = span;
  const to = period === 'hour' ? atMidnight(movedBy('day', date, 1)) : endOf(period, date);
  const least = movedBy(period, to, -HISTORY_PERIODS_MAX[period]);
  const from = span.from >= to || span.from < least ? least : span.from;
  return { period, from, to };
}

export function shifted(span: LocalSpan, direction: 1 | -1): LocalSpan {
  const by = direction * periodCount(span);
  const { period } = span;
  return { period, from: movedBy(period, span.from, by), to: movedBy(period, span.to, by) };
}

/** First and last day of a span, both included. */
export function daysOf({ from, to }: LocalSpan): { readonly first: string; readonly last: string } {
  const last = to.endsWith('T00:00') || !to.includes('T') ? movedBy('day', dateOf(to), -1) : dateOf(to);
  return { first: dateOf(from), last };
}

/** `1 Mar 07:00`, `1 Mar`, `2 Mar – 8 Mar`, `Mar 2026`. */
export function periodText(period: Period, start: string): string {
  if (period === 'hour') return `${dayOf(start)} ${start.slice('yyyy-mm-ddT'.length)}`;
  if (period === 'month') return MONTH.format(localMsOf(start));
  return period === 'day' ? dayOf(start) : `${dayOf(start)} – ${dayOf(movedBy('day', start, 6))}`;
}

/** Where there is little room, a week is named by its first day. */
export function shortPeriodText(period: Period, start: string): string {
  return period === 'week' ? dayOf(start) : periodText(period, start);
}

/** `1 Mar 2026`, or with the hour where it does not start a day. */
export function momentText(local: string): string {
  const hour = local.slice('yyyy-mm-ddT'.length);
  return hour === '' || hour === '00:00'
    ? DATE.format(localMsOf(local))
    : `${DATE.format(localMsOf(local))} ${hour}`;
}

function canBeShown(span: LocalSpan): boolean {
  return (
    isLocal(span.from) &&
    isLocal(span.to) &&
    isWhole(span) &&
    periodCount(span) <= HISTORY_PERIODS_MAX[span.period]
  );
}

function isLocal(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}(T\d{2}:00)?$/.test(text) && !Number.isNaN(localMsOf(text));
}

function endOf(period: Period, date: string): string {
  return movedBy(period, startOfPeriod(period, date), 1);
}

function atMidnight(date: string): string {
  return `${dateOf(date)}T00:00`;
}

function dateOf(local: string): string {
  return local.slice(0, 'yyyy-mm-dd'.length);
}

function dayOf(local: string): string {
  return DAY.format(localMsOf(local));
}

const DAY = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' });
const DATE = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const MONTH = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'short', year: 'numeric' });
