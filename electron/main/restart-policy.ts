const WINDOW_MS = 60_000;
const DELAYS_MS = [250, 1_000, 4_000];

/**
 * Whether a program that has ended by itself is started again: at most three times within a minute, each time
 * after a longer wait (UP-8). One that ends more often has a reason that starting doesn't cure.
 */
export class RestartPolicy {
  #restartsAtMs: number[] = [];

  /** How long to wait before the next start, or undefined when there is to be none. */
  nextDelayMs(nowMs: number): number | undefined {
    this.#restartsAtMs = this.#restartsAtMs.filter((atMs) => nowMs - atMs < WINDOW_MS);
    const delayMs = DELAYS_MS[this.#restartsAtMs.length];
    if (delayMs !== undefined) this.#restartsAtMs.push(nowMs);
    return delayMs;
  }

  forget(): void {
    this.#restartsAtMs = [];
  }
}
