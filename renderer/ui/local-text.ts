import { isoOf, msOf } from '#shared/kernel/clock.ts';
import { localTimeOf, msAtLocal } from '#shared/kernel/local-time.ts';

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2}))?/;

/** `2026-11-21 10:00:00` of an instant, as date fields take it. */
export function localTextOf(instant: string, timeZone: string): string {
  const { year, month, day, hour, minute } = localTimeOf(msOf(instant), timeZone);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:00`;
}

/** The instant of a local text; null where it is none. */
export function instantOfLocalText(text: string, timeZone: string): string | null {
  const parts = LOCAL.exec(text);
  if (parts === null) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  return isoOf(msAtLocal({ year, month, day, hour, minute }, timeZone));
}
