import type { Clock } from '#shared/kernel/clock.ts';
import { HOUR_MS } from '#shared/kernel/durations.ts';

/** Of one number within an hour; who has more to say speaks to somebody. */
export const CALLS_AN_HOUR_MAX = 20;
const NUMBERS_MAX = 10_000;
const ALL_OTHERS = '';

/** How often each number is listened to. Counted in this process: replicas listen as often each. */
export class CallLimits {
  readonly #clock: Clock;
  readonly #calls = new Map<string, number>();
  #hourFromMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  isTooMany(from: string): boolean {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#hourFromMs >= HOUR_MS) {
      this.#hourFromMs = nowMs;
      this.#calls.clear();
    }
    const name = this.#calls.has(from) || this.#calls.size < NUMBERS_MAX ? from : ALL_OTHERS;
    const count = (this.#calls.get(name) ?? 0) + 1;
    this.#calls.set(name, count);
    return count > CALLS_AN_HOUR_MAX;
  }
}
