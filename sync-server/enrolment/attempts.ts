import type { Clock } from '#shared/kernel/clock.ts';
import { enrolmentError } from './errors.ts';

export const ATTEMPTS_MAX = 10;
export const ATTEMPTS_WINDOW_MS = 15 * 60_000;
/** Addresses remembered at once; beyond it the oldest is forgotten. */
const ADDRESSES_MAX = 10_000;

/** Counts failed enrolments per network address, so that nobody can try codes one after the other. */
export class Attempts {
  readonly #clock: Clock;
  readonly #failures = new Map<string, { count: number; since: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Throws `too-many-attempts` while the address has used up its attempts. */
  assertAllowed(address: string): void {
    const failures = this.#current(address);
    if (failures === undefined || failures.count < ATTEMPTS_MAX) return;
    const waitMs = failures.since + ATTEMPTS_WINDOW_MS - this.#clock.monotonicMs();
    throw enrolmentError('too-many-wrong-codes', {}, { retryAfterSeconds: Math.ceil(waitMs / 1000) });
  }

  noteFailure(address: string): void {
    const failures = this.#current(address);
    if (failures !== undefined) {
      failures.count += 1;
      return;
    }
    const oldest = this.#failures.keys().next();
    if (this.#failures.size >= ADDRESSES_MAX && !oldest.done) this.#failures.delete(oldest.value);
    this.#failures.set(address, { count: 1, since: this.#clock.monotonicMs() });
  }

  #current(address: string): { count: number; since: number } | undefined {
    const failures = this.#failures.get(address);
    if (failures === undefined) return undefined;
    if (this.#clock.monotonicMs() - failures.since < ATTEMPTS_WINDOW_MS) return failures;
    this.#failures.delete(address);
    return undefined;
  }
}
