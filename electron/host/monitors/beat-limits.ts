import type { Clock } from '#shared/kernel/clock.ts';
import { MINUTE_MS } from '#shared/kernel/durations.ts';

/** Of one address in a minute: a hundred panels behind one gateway, each every ten seconds. */
export const BEATS_A_MINUTE_MAX = 600;
/** Of those, with a token that nothing has. */
export const UNKNOWN_A_MINUTE_MAX = 30;
/** More addresses than a site's network has devices that beat; the rest are counted together. */
const ADDRESSES_MAX = 1_000;
const ALL_OTHERS = '';

/** How often each address of the network may call, so that nobody keeps the console busy by it. */
export class BeatLimits {
  readonly #clock: Clock;
  readonly #calls = new Map<string, { all: number; unknown: number }>();
  #minuteFromMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  isTooMany(from: string): boolean {
    const calls = this.#of(from);
    calls.all += 1;
    return calls.all > BEATS_A_MINUTE_MAX;
  }

  isTooManyUnknown(from: string): boolean {
    const calls = this.#of(from);
    calls.unknown += 1;
    return calls.unknown > UNKNOWN_A_MINUTE_MAX;
  }

  #of(from: string): { all: number; unknown: number } {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#minuteFromMs >= MINUTE_MS) {
      this.#minuteFromMs = nowMs;
      this.#calls.clear();
    }
    const name = this.#calls.has(from) || this.#calls.size < ADDRESSES_MAX ? from : ALL_OTHERS;
    const calls = this.#calls.get(name) ?? { all: 0, unknown: 0 };
    this.#calls.set(name, calls);
    return calls;
  }
}
