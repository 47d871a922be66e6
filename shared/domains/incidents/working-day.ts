import { isoOf, msOf } from '../../kernel/clock.ts';
import { localTimeOf } from '../../kernel/local-time.ts';

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
    return isoOf(instantAt(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), timeZone));
  }
  throw new Error(`No working day within ${DAYS_AHEAD_MAX} days of ${from}`);
}

/** UTC milliseconds of 09:00 on a local date. The offset is read twice, since it may change that very day. */
function instantAt(year: number, month: number, day: number, timeZone: string): number {
  const wallMs = Date.UTC(year, month - 1, day, MORNING_HOUR);
  let guessMs = wallMs;
  for (let pass = 0; pass < 2; pass += 1) guessMs = wallMs - offsetMs(guessMs, timeZone);
  return guessMs;
}

function offsetMs(atMs: number, timeZone: string): number {
  const local = localTimeOf(atMs, timeZone);
  const localAsUtc = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute);
  return localAsUtc - Math.floor(atMs / 60_000) * 60_000;
}
