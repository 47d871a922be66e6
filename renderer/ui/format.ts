const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `3 d 4 h`, `2 h 14 min`, `12 min`, `40 s`: two units at most, rounded down. */
export function durationText(ms: number): string {
  const positive = Math.max(0, ms);
  const days = Math.floor(positive / DAY_MS);
  const hours = Math.floor((positive % DAY_MS) / HOUR_MS);
  const minutes = Math.floor((positive % HOUR_MS) / MINUTE_MS);
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  if (minutes > 0) return `${minutes} min`;
  return `${Math.floor(positive / SECOND_MS)} s`;
}

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

const KIB = 1_024;
const formats = new Map<string, Intl.DateTimeFormat>();

/** `21 Nov 2026, 04:12` in a site's own time zone. */
export function instantText(iso: string, timeZone: string | undefined): string {
  return format('instant', timeZone, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(iso));
}

/** `04:12`. */
export function clockText(iso: string, timeZone: string | undefined): string {
  return format('clock', timeZone, { hour: '2-digit', minute: '2-digit' }).format(new Date(iso));
}

/** `21 Nov`. */
export function dayText(iso: string, timeZone: string | undefined): string {
  return format('day', timeZone, { day: 'numeric', month: 'short' }).format(new Date(iso));
}

/** `21 Nov 2026`. */
export function dateText(iso: string, timeZone: string | undefined): string {
  return format('date', timeZone, { day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(iso));
}

/** `March 2026`, of `2026-03`. */
export function monthText(month: string): string {
  return format('month', 'UTC', { month: 'long', year: 'numeric' }).format(new Date(`${month}-01T00:00:00Z`));
}

export function bytesText(bytes: number): string {
  if (bytes < KIB) return `${bytes} B`;
  if (bytes < KIB * KIB) return `${Math.round(bytes / KIB)} kB`;
  const megabytes = bytes / (KIB * KIB);
  return `${Number.isInteger(megabytes) ? megabytes : megabytes.toFixed(1)} MB`;
}

function format(
  name: string,
  timeZone: string | undefined,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${name} ${timeZone ?? ''}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    ...options,
    hourCycle: 'h23',
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  formats.set(key, made);
  return made;
}
