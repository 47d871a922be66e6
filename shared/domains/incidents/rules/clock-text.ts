import { msOf } from '../../../kernel/clock.ts';
import { localTimeOf } from '../../../kernel/local-time.ts';

/** By the clock of where it happened, as its timeline is read: `2026-03-01 04:10`. */
export function clockText(at: string, timeZone: string): string {
  const { year, month, day, hour, minute } = localTimeOf(msOf(at), timeZone);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${String(year)}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
}
