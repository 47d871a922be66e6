import { isoOf, msOf } from '../../kernel/clock.ts';
import { localTimeOf, msAtLocal } from '../../kernel/local-time.ts';

/** Hour at which a working day starts, site time. */
const MORNING_HOUR = 9;
const DAY_MS = 24 * 60 * 60_000;
/** A weekend is two days; the third day ahead is always a working one. */
const DAYS_AHEAD_MAX = 3;

/** 09:00 site time on the next day, Monday to Friday, after `from`'s own day. */
export function nextWorkingMorning(from: string, timeZone: string): string {
  const start = localTimeOf(msOf(from), timeZone);
  const noonMs = Date.UTC(start.year, start.month - 1, start.day, 12);
  for (let ahead = 1; ahead <= DAYS_AHEAD_MAX; ahead += 1) {
    // Walked at noon UTC on the calendar, so that a 23- or 25-hour day can't skip a date.
    const date = new Date(noonMs + ahead * DAY_MS);
    const weekday = date.getUTCDay();
    if (weekday === 0 || weekday === 6) continue;
    const day = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
    return isoOf(msAtLocal({ ...day, hour: MORNING_HOUR, minute: 0 }, timeZone));
  }
  throw new Error(`No working day within ${DAYS_AHEAD_MAX} days of ${from}`);
}
