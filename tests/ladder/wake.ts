import { must } from '#shared/kernel/assert.ts';
import type { TimerWait } from '#host/jobs/timer-runner.ts';
import type { VirtualClock } from '../support/virtual-clock.ts';

/** The one alarm that a console's timers set. */
export class Wake implements TimerWait {
  readonly #clock: VirtualClock;
  #next: { readonly atMs: number; callback(): void } | undefined;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  get atMs(): number {
    return this.#next?.atMs ?? Number.POSITIVE_INFINITY;
  }

  set(callback: () => void, delayMs: number): () => void {
    const next = { atMs: this.#clock.now() + delayMs, callback };
    this.#next = next;
    return () => {
      if (this.#next === next) this.#next = undefined;
    };
  }

  fire(): void {
    const next = must(this.#next, 'an alarm that was set');
    this.#next = undefined;
    this.#clock.advanceMs(Math.max(0, next.atMs - this.#clock.now()));
    next.callback();
  }
}
