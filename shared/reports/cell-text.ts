import { msOf } from '../kernel/clock.ts';
import { localTimeOf } from '../kernel/local-time.ts';
import { durationText } from '../kernel/measures.ts';
import { cleanText } from './safe-text.ts';
import type { Cell, Column } from './sections.ts';
import { paperWord } from './words.ts';

type Typed = Pick<Column, 'type' | 'digits'>;

/** A value as a person reads it on paper. What does not fit its column is shown as it is. */
export function cellText(column: Typed, value: Cell, timeZone: string): string {
  if (value === null) return '';
  if (typeof value === 'object') return cleanText(value.text);
  if (typeof value === 'boolean') return paperWord(value ? 'paper.yes' : 'paper.no');
  if (typeof value === 'string') {
    return column.type === 'instant' ? instantText(value, timeZone) : cleanText(value);
  }
  return column.type === 'duration' ? durationText(value) : numberText(value, column.digits);
}

/** `2026-11-21 04:12` on the clock of a place: the same order everywhere, and sorted as text it is sorted by time. */
export function instantText(iso: string, timeZone: string): string {
  const { year, month, day, hour, minute } = localTimeOf(msOf(iso), timeZone);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
}

/** Fixed spaces between thousands, which no country takes for a decimal point. */
function numberText(value: number, digits: number): string {
  if (!Number.isFinite(value)) return '';
  const [whole = '', fraction] = value.toFixed(digits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '\u00A0');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
