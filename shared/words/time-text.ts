import type { Preferences } from '../domains/work/schema.ts';

/** How a person reads dates and times. */
export type TimeStyle = Pick<Preferences, 'dateStyle' | 'clockStyle'>;

/** `21 Nov 2026, 04:12`. */
export function instantTextIn(iso: string, timeZone: string, style: TimeStyle): string {
  const date = dateTextIn(iso, timeZone, style);
  return `${date}${style.dateStyle === 'iso' ? '' : ','} ${clockTextIn(Date.parse(iso), timeZone, style)}`;
}

/** `21 Nov 2026`, or `21 Nov` where the year goes without saying. */
export function dateTextIn(
  iso: string,
  timeZone: string,
  { dateStyle }: TimeStyle,
  { withYear = true } = {},
): string {
  const date = new Date(iso);
  if (dateStyle === 'iso') {
    // Swedish dates are ISO dates; of a day without a year the last two parts are left.
    const whole = formatIn('sv-SE', timeZone, ISO_DATE).format(date);
    return withYear ? whole : whole.slice(-'11-21'.length);
  }
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
  return formatIn(LOCALES[dateStyle], timeZone, withYear ? { ...options, year: 'numeric' } : options).format(
    date,
  );
}

/** `04:12`, or `4:12 am`. */
export function clockTextIn(atMs: number, timeZone: string, { dateStyle, clockStyle }: TimeStyle): string {
  const isHalfDay = clockStyle === '12';
  return formatIn(LOCALES[dateStyle], timeZone, {
    hour: isHalfDay ? 'numeric' : '2-digit',
    minute: '2-digit',
    hourCycle: isHalfDay ? 'h12' : 'h23',
  }).format(atMs);
}

const ISO_DATE: Intl.DateTimeFormatOptions = { day: '2-digit', month: '2-digit', year: 'numeric' };
const LOCALES = { 'day-month-year': 'en-GB', 'month-day-year': 'en-US', iso: 'en-GB' } as const;

/** A format is costly to make, and there are few. */
const formats = new Map<string, Intl.DateTimeFormat>();

export function formatIn(
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
