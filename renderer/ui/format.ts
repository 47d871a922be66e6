import { durationText } from '#shared/kernel/measures.ts';
import { clockTextIn, dateTextIn, formatIn, instantTextIn } from '#shared/words/time-text.ts';
import { preferred, shownZone } from '#renderer/shell/preferences/preferences-store.ts';
import { DAY_MS, HOUR_MS, SECOND_MS } from '#shared/kernel/durations.ts';

/** Said the same way on paper, so they live with what host and page share. */
export { bytesText, durationText } from '#shared/kernel/measures.ts';

/** `3 d`, `2 h`, `12 min`: for "how long ago", where the largest unit says enough. */
export function roughDurationText(ms: number): string {
  const positive = Math.max(0, ms);
  if (positive >= 2 * DAY_MS) return `${Math.floor(positive / DAY_MS)} d`;
  if (positive >= HOUR_MS) return `${Math.floor(positive / HOUR_MS)} h`;
  return durationText(positive);
}

/** What counts down in front of somebody: `1:04:09`, `14:09`. Rounded up, so that 0:00 means now. */
export function countdownText(ms: number): string {
  const seconds = Math.ceil(Math.max(0, ms) / SECOND_MS);
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  const tail = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

/** `21 Nov 2026, 04:12` at a site, in the zone and the style that the reader prefers. */
export function instantText(iso: string, timeZone: string | undefined): string {
  return instantTextIn(iso, shownZone(timeZone), preferred());
}

/** `04:12`, or `4:12 am`. */
export function clockText(iso: string, timeZone: string | undefined): string {
  return clockTextIn(Date.parse(iso), shownZone(timeZone), preferred());
}

/** The same of a time that no zone moves: what a clock at the site shows, day after day. */
export function timeOfDayText(hour: number, minute: number): string {
  return clockTextIn(Date.UTC(2000, 0, 1, hour, minute), 'UTC', preferred());
}

/** `21 Nov`. */
export function dayText(iso: string, timeZone: string | undefined): string {
  return dateTextIn(iso, shownZone(timeZone), preferred(), { withYear: false });
}

/** `21 Nov 2026`. */
export function dateText(iso: string, timeZone: string | undefined): string {
  return dateTextIn(iso, shownZone(timeZone), preferred());
}

/** `March 2026`, of `2026-03`. */
export function monthText(month: string): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  return formatIn('en-GB', 'UTC', { month: 'long', year: 'numeric' }).format(date);
}
