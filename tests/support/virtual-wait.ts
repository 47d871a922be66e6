import type { TimerWait } from '#host/jobs/timer-runner.ts';
import type { VirtualClock } from './virtual-clock.ts';

type Waiting = { readonly atMs: number; readonly order: number; callback(): void };

/** Timers that fire when a test lets time pass. They count on through a clock that is set, and stand still in sleep. */
export class VirtualWait implements TimerWait {
  readonly #clock: VirtualClock;
  readonly #waiting = new Set<Waiting>();
  #passedMs = 0;
  #order = 0;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  /** What a clock that never jumps shows. */
  get passedMs(): number {
    return this.#passedMs;
  }

  set(callback: () => void, delayMs: number): () => void {
    this.#order += 1;
    const waiting = { atMs: this.#passedMs + Math.max(0, delayMs), order: this.#order, callback };
    this.#waiting.add(waiting);
    return () => this.#waiting.delete(waiting);
  }

  /** Everything that waits is gone, as with its process. */
  forget(): void {
    this.#waiting.clear();
  }

  /** Lets time pass, firing what falls due, and lets what was promised settle in between. */
  async pass(milliseconds: number): Promise<void> {
    const untilMs = this.#passedMs + milliseconds;
    await settled();
    for (;;) {
      const next = [...this.#waiting].sort((a, b) => a.atMs - b.atMs || a.order - b.order)[0];
      if (next === undefined || next.atMs > untilMs) break;
      this.#advance(next.atMs);
      this.#waiting.delete(next);
      next.callback();
      await settled();
    }
    this.#advance(untilMs);
  }

  #advance(toMs: number): void {
    this.#clock.advanceMs(toMs - this.#passedMs);
    this.#passedMs = toMs;
  }
}

/** Everything that was promised and waits for nothing more has settled. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
}
