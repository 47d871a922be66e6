import { isoOf, msOf } from '../../kernel/clock.ts';
import { localTimeOf, msAtLocal } from '../../kernel/local-time.ts';
import type { CalendarRecord, WorkingHours } from './schema.ts';
import { DAY_MS, MINUTE_MS } from '../../kernel/durations.ts';

export type WorkingCalendar = Pick<CalendarRecord, 'hours' | 'country' | 'region' | 'holidays' | 'closures'>;

const OFFICE_HOURS: WorkingHours = { opens: 9 * 60, closes: 17 * 60 };

/** What holds where nobody has entered anything: Monday to Friday, 09:00 to 17:00, no holidays. */
export const DEFAULT_CALENDAR: WorkingCalendar = {
  hours: [OFFICE_HOURS, OFFICE_HOURS, OFFICE_HOURS, OFFICE_HOURS, OFFICE_HOURS, null, null],
  country: null,
  region: null,
  holidays: [],
  closures: [],
};

export function calendarFor(
  kept: CalendarRecord | undefined,
  siteId: string,
): WorkingCalendar & {
  readonly id: string | null;
  readonly siteId: string;
  readonly isEntered: boolean;
} {
  const { hours, country, region, holidays, closures } = kept ?? DEFAULT_CALENDAR;
  return {
    id: kept?.id ?? null,
    siteId,
    isEntered: kept !== undefined,
    hours,
    country,
    region,
    holidays,
    closures,
  };
}

/** Whether people work at this moment, by the clock of the site. A day ends at its closing minute. */
export function isWorkingTime(calendar: WorkingCalendar, timeZone: string, at: string): boolean {
  const atMs = msOf(at);
  const shift = shiftOn(calendar, timeZone, dayOf(atMs, timeZone));
  return shift !== undefined && shift.fromMs <= atMs && atMs < shift.toMs;
}

/**
 * The moment at which so much working time has passed since `from`. Minutes are real ones: on a day when the clock
 * jumps within working hours, the shift is an hour shorter or longer. Undefined when nobody works for years.
 */
export function addWorkingMinutes(
  calendar: WorkingCalendar,
  timeZone: string,
  { from, minutes }: { readonly from: string; readonly minutes: number },
): string | undefined {
  let restMs = minutes * MINUTE_MS;
  const fromMs = msOf(from);
  let day = dayOf(fromMs, timeZone);
  for (let ahead = 0; ahead <= DAYS_AHEAD_MAX; ahead += 1) {
    const shift = shiftOn(calendar, timeZone, day);
    if (shift !== undefined && shift.toMs > fromMs) {
      const startMs = Math.max(shift.fromMs, fromMs);
      if (startMs + restMs <= shift.toMs) return isoOf(startMs + restMs);
      restMs -= shift.toMs - startMs;
    }
    day = dayAfter(day);
  }
  return undefined;
}

/** Working time between two moments, in minutes. */
export function workingMinutesBetween(
  calendar: WorkingCalendar,
  timeZone: string,
  { from, to }: { readonly from: string; readonly to: string },
): number {
  const [fromMs, toMs] = [msOf(from), msOf(to)];
  const last = dateOf(dayOf(toMs, timeZone));
  let workedMs = 0;
  for (let day = dayOf(fromMs, timeZone); dateOf(day) <= last; day = dayAfter(day)) {
    const shift = shiftOn(calendar, timeZone, day);
    if (shift === undefined) continue;
    workedMs += Math.max(0, Math.min(shift.toMs, toMs) - Math.max(shift.fromMs, fromMs));
  }
  return workedMs / MINUTE_MS;
}

/** Twenty years of nobody at work: there is no such moment. */
const DAYS_AHEAD_MAX = 366 * 20;
const WEEKDAYS = 7;
const NOON = 12;

type Day = { readonly year: number; readonly month: number; readonly day: number };

function dayOf(atMs: number, timeZone: string): Day {
  const { year, month, day } = localTimeOf(atMs, timeZone);
  return { year, month, day };
}

/** Walked at noon on a calendar without clock changes, so that a day of 23 or 25 hours can't skip a date. */
function dayAfter(day: Day): Day {
  const next = new Date(noonMs(day) + DAY_MS);
  return { year: next.getUTCFullYear(), month: next.getUTCMonth() + 1, day: next.getUTCDate() };
}

function noonMs({ year, month, day }: Day): number {
  return Date.UTC(year, month - 1, day, NOON);
}

function dateOf(day: Day): string {
  return new Date(noonMs(day)).toISOString().slice(0, 10);
}

/** The working hours of a day as moments; undefined on a day off. */
function shiftOn(
  calendar: WorkingCalendar,
  timeZone: string,
  day: Day,
): { readonly fromMs: number; readonly toMs: number } | undefined {
  // Sunday is 0 there, and last here.
  const weekday = (new Date(noonMs(day)).getUTCDay() + WEEKDAYS - 1) % WEEKDAYS;
  const hours = calendar.hours[weekday] ?? null;
  if (hours === null || isDayOff(calendar, dateOf(day))) return undefined;
  return { fromMs: minuteOf(day, hours.opens, timeZone), toMs: minuteOf(day, hours.closes, timeZone) };
}

function isDayOff({ holidays, closures }: WorkingCalendar, date: string): boolean {
  return (
    holidays.some((holiday) => holiday.date === date) ||
    closures.some(({ from, to }) => from <= date && date <= to)
  );
}

function minuteOf(day: Day, minutes: number, timeZone: string): number {
  // Midnight at the end of a day is the beginning of the next one.
  return msAtLocal({ ...day, hour: Math.floor(minutes / 60), minute: minutes % 60 }, timeZone);
}
