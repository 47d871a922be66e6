import type { Clock } from '#shared/kernel/clock.ts';

/** The machine's own clock. */
export function systemClock(): Clock {
  return { now: () => Date.now(), monotonicMs: () => performance.now() };
}
