import { msOf } from '#shared/kernel/clock.ts';
import type { Held } from '../store/console-state.ts';

/** A server that could not read an entry is asked again after this time: it may have been updated. */
export const HELD_MS = 30 * 60_000;

/** The first entry that has to wait at `now`; undefined when none has. */
export function heldFrom(held: Held | undefined, now: string): number | undefined {
  if (held === undefined) return undefined;
  const waitMs = msOf(held.until) - msOf(now);
  // Longer than it ever waits: the clock has been put right since.
  return waitMs > 0 && waitMs <= HELD_MS ? held.fromSeq : undefined;
}
