import { RecordId } from '../kernel/ids.ts';
import type { Random } from './random.ts';

const COUNTER_MAX = 0xfff;

/**
 * Makes ids of UUID version 7 (RFC 9562) for given moments. The 12 bits after the version count what was
 * made in one millisecond, so records of one moment sort in the order they were made.
 */
export function recordIds(random: Random): (atMs: number) => RecordId {
  let lastMs = -1;
  let counter = 0;
  return (atMs) => {
    counter = atMs === lastMs ? Math.min(counter + 1, COUNTER_MAX) : 0;
    lastMs = atMs;
    const time = atMs.toString(16).padStart(12, '0');
    const variant = hex(random.integer(0x8000, 0xbfff), 4);
    const tail = [0, 0, 0].map(() => hex(random.integer(0, 0xffff), 4)).join('');
    return RecordId.parse(`${time.slice(0, 8)}-${time.slice(8)}-7${hex(counter, 3)}-${variant}-${tail}`);
  };
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
