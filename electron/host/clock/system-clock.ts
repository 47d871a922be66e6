import { uptime } from 'node:os';
import type { Clock } from '#shared/kernel/clock.ts';

/** The uptime comes in coarse steps on some systems; a machine that sleeps does so for longer. */
const SLEEP_MS = 2_000;

/** The machine's own clock. Its monotonic time also counts while the machine sleeps. */
export function systemClock(): Clock {
  const monotonicMs = countingSleep({
    awakeMs: () => performance.now(),
    uptimeMs: () => uptime() * 1_000,
  });
  return { now: () => Date.now(), monotonicMs };
}

/**
 * `performance.now` stands still on some systems while the machine sleeps, the uptime does not: how far the two have
 * come apart is how long it slept. Without it, waking up would look like a clock that was set ahead.
 */
export function countingSleep({
  awakeMs,
  uptimeMs,
}: {
  awakeMs(): number;
  uptimeMs(): number;
}): () => number {
  const apartMs = () => uptimeMs() - awakeMs();
  const apartAtStartMs = apartMs();
  let sleptMs = 0;
  return () => {
    const apart = apartMs() - apartAtStartMs;
    if (apart - sleptMs > SLEEP_MS) sleptMs = apart;
    return awakeMs() + sleptMs;
  };
}
