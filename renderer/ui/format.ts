import { durationText } from '#shared/kernel/measures.ts';
import { preferred, shownZone } from '#renderer/shell/preferences/preferences-store.ts';

/** Said the same way on paper, so they live with what host and page share. */
export { bytesText, durationText } from '#shared/kernel/measures.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

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
  return preferred().dateStyle === 'iso'
    ? `${dateText(iso, timeZone)} ${clockText(iso, timeZone)}`
    : `${dateText(iso, timeZone)}, ${clockText(iso, timeZone)}`;
}

/** `04:12`, or `4:12 am`. */
export function clockText(iso: string, timeZone: string | undefined): string {
  const isHalfDay = preferred().clockStyle === '12';
  return format(timeZone, {
    hour: isHalfDay ? 'numeric' : '2-digit',
    minute: '2-digit',
    hourCycle: isHalfDay ? 'h12' : 'h23',
  }).format(new Date(iso));
}

/** `21 Nov`. */
export function dayText(iso: string, timeZone: string | undefined): string {
  return dateIn(iso, timeZone, { day: 'numeric', month: 'short' });
}

/** `21 Nov 2026`. */
export function dateText(iso: string, timeZone: string | undefined): string {
  return dateIn(iso, timeZone, { day: 'numeric', month: 'short', year: 'numeric' });
}

/** `March 2026`, of `2026-03`. */
export function monthText(month: string): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  return formatIn('en-GB', 'UTC', { month: 'long', year: 'numeric' }).format(date);
}

function dateIn(iso: string, timeZone: string | undefined, options: Intl.DateTimeFormatOptions): string {
  if (preferred().dateStyle !== 'iso') return format(timeZone, options).format(new Date(iso));
  // Swedish dates are ISO dates; of a day without a year the last two parts are left.
  const date = formatIn('sv-SE', shownZone(timeZone), ISO_DATE).format(new Date(iso));
  return options.year === undefined ? date.slice(-'11-21'.length) : date;
}

const ISO_DATE: Intl.DateTimeFormatOptions = { day: '2-digit', month: '2-digit', year: 'numeric' };

function format(timeZone: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return formatIn(LOCALES[preferred().dateStyle], shownZone(timeZone), options);
}

const LOCALES = { 'day-month-year': 'en-GB', 'month-day-year': 'en-US', iso: 'en-GB' } as const;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(
  locale: string,
  timeZone: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone });
  formats.set(key, made);
  return made;
}
