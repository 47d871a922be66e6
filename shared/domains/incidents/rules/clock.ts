import { isoOf, msOf } from '../../../kernel/clock.ts';
import { localTimeOf, msAtLocal } from '../../../kernel/local-time.ts';
import { addWorkingMinutes, type WorkingCalendar, workingMinutesBetween } from '../../settings/calendar.ts';
import type { Incident } from '../schema.ts';
import type { ClockKind, SeverityRule } from '../schema/policy.ts';
import { HOUR_MS, MINUTE_MS } from '../../../kernel/durations.ts';

/** When people work at the site of an incident. */
export type SiteHours = { readonly timeZone: string; readonly calendar: WorkingCalendar };
/** What the clock of an incident goes by. */
export type ClockTerms = SiteHours & {
  readonly rule: SeverityRule;
  readonly atRiskPercent: number;
};
type Deadlines = Pick<Incident, 'dueAt' | 'atRiskAt'> & { readonly clockKind: ClockKind };

/**
 * INC-2, INC-4: the deadline that counts from a moment, and when an incident comes to be at risk: at a share of the
 * same time. `pausedMs` is what the clock has stood still since, in its own time.
 */
export function deadlinesOf(
  { rule, atRiskPercent, ...hours }: ClockTerms,
  startedAt: string,
  pausedMs = 0,
): Deadlines {
  const durationMs = rule.resolutionHours * HOUR_MS;
  const after = (ms: number) => later(rule.clock, hours, startedAt, Math.round(ms));
  return {
    dueAt: after(durationMs + pausedMs),
    atRiskAt: after((durationMs * atRiskPercent) / 100 + pausedMs),
    clockKind: rule.clock,
  };
}

/** INC-3: by when somebody must have acknowledged at a level. */
export function acknowledgeDueAt(
  { acknowledgeMinutes }: Pick<SeverityRule, 'acknowledgeMinutes'>,
  from: string,
  hours: SiteHours,
): string {
  if (acknowledgeMinutes === null) return nextWorkingMorning(hours, from);
  return isoOf(msOf(from) + acknowledgeMinutes * MINUTE_MS);
}

/** INC-3: when work begins on the next day on which people work there, after the day of `from`. */
export function nextWorkingMorning({ calendar, timeZone }: SiteHours, from: string): string {
  const { year, month, day } = localTimeOf(msOf(from), timeZone);
  const midnight = isoOf(msAtLocal({ ...dateAfter(year, month, day), hour: 0, minute: 0 }, timeZone));
  return addWorkingMinutes(calendar, timeZone, { from: midnight, minutes: 0 }) ?? midnight;
}

/**
 * INC-20: what a pause adds, in the time of the clock itself: of a clock that counts working hours, only those that
 * fell into the pause.
 */
export function pauseMs(
  record: Pick<Incident, 'clockKind' | 'clockPausedAt'>,
  hours: SiteHours,
  now: string,
): number {
  const from = record.clockPausedAt ?? null;
  if (from === null || from >= now) return 0;
  if (record.clockKind !== 'working-hours') return msOf(now) - msOf(from);
  return Math.round(workingMinutesBetween(hours.calendar, hours.timeZone, { from, to: now }) * MINUTE_MS);
}

/** INC-20: the clock goes on: its deadlines lie as much later as it stood still, whatever is agreed by now. */
export function resumed(
  record: Pick<Incident, 'clockKind' | 'clockPausedAt' | 'dueAt' | 'atRiskAt' | 'pausedMs'>,
  hours: SiteHours,
  now: string,
): Pick<Incident, 'dueAt' | 'atRiskAt' | 'pausedMs' | 'clockPausedAt' | 'clockPauseReason'> {
  const stoodMs = pauseMs(record, hours, now);
  const kind = record.clockKind ?? 'around-the-clock';
  return {
    dueAt: later(kind, hours, record.dueAt, stoodMs),
    atRiskAt: later(kind, hours, record.atRiskAt, stoodMs),
    pausedMs: (record.pausedMs ?? 0) + stoodMs,
    clockPausedAt: null,
    clockPauseReason: null,
  };
}

/** INC-21: what the deadlines are measured at: the moment, or the one at which the clock was stopped. */
export function clockStandsAt(record: Pick<Incident, 'clockPausedAt'>, now: string): string {
  return record.clockPausedAt ?? now;
}

/** Where nobody works for years, the clock counts every hour rather than none. */
function later(kind: ClockKind, { calendar, timeZone }: SiteHours, from: string, ms: number): string {
  if (ms === 0) return from;
  const worked =
    kind === 'working-hours'
      ? addWorkingMinutes(calendar, timeZone, { from, minutes: ms / MINUTE_MS })
      : undefined;
  return worked ?? isoOf(msOf(from) + ms);
}

/** Walked on a calendar without clock changes, so that a day of 23 or 25 hours can't skip a date. */
function dateAfter(year: number, month: number, day: number) {
  const next = new Date(Date.UTC(year, month - 1, day + 1));
  return { year: next.getUTCFullYear(), month: next.getUTCMonth() + 1, day: next.getUTCDate() };
}
