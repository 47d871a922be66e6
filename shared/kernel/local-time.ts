/** What clock and calendar show at a place. Months count from 1. */
export type LocalTime = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
};

/** Throws a `RangeError` for a zone that this machine does not know. */
export function localTimeOf(atMs: number, timeZone: string): LocalTime {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(atMs)
      .map(({ type, value }): [string, number] => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  };
}

/**
 * UTC milliseconds at which clock and calendar of a place show this. The offset is read twice, since it may change
 * that very day; a time that a clock change leaves out is taken for the one an hour later.
 */
export function msAtLocal(local: Omit<LocalTime, 'second'>, timeZone: string): number {
  const wallMs = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute);
  let guessMs = wallMs;
  for (let pass = 0; pass < 2; pass += 1) guessMs = wallMs - offsetMs(guessMs, timeZone);
  return guessMs;
}

function offsetMs(atMs: number, timeZone: string): number {
  const local = localTimeOf(atMs, timeZone);
  const localAsUtc = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute);
  return localAsUtc - Math.floor(atMs / 60_000) * 60_000;
}

/** A format is costly to make. A console needs one, the office one for each zone of its sites. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}
