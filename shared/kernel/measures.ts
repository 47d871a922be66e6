import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './durations.ts';

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

const KIB = 1_024;

export function bytesText(bytes: number): string {
  if (bytes < KIB) return `${bytes} B`;
  if (bytes < KIB * KIB) return `${Math.round(bytes / KIB)} kB`;
  const megabytes = bytes / (KIB * KIB);
  return `${Number.isInteger(megabytes) ? megabytes : megabytes.toFixed(1)} MB`;
}
