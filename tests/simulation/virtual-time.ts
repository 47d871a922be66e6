import type { Clock } from '#shared/kernel/clock.ts';

const START_MS = Date.UTC(2026, 2, 1, 8);

type Timer = { readonly atMs: number; readonly order: number; readonly callback: () => void };

/** Time that passes only when told to: timers fire in order, and whatever they start has ended before the next. */
export class VirtualTime implements Clock {
  #nowMs = START_MS;
  #order = 0;
  #timers: Timer[] = [];

  now(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs - START_MS;
  }

  /** The clock of a machine that is wrong by so much. */
  skewed(offsetMs: number): Clock {
    return { now: () => this.#nowMs + offsetMs, monotonicMs: () => this.monotonicMs() };
  }

  set(callback: () => void, delayMs: number): () => void {
    const timer = { atMs: this.#nowMs + Math.max(0, delayMs), order: (this.#order += 1), callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  pass(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.set(resolve, delayMs);
    });
  }

  async runFor(durationMs: number): Promise<void> {
    const endMs = this.#nowMs + durationMs;
    await settled();
    for (let next = this.#next(); next !== undefined && next.atMs <= endMs; next = this.#next()) {
      const due = next;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.#nowMs = Math.max(this.#nowMs, due.atMs);
      due.callback();
      await settled();
    }
    this.#nowMs = endMs;
  }

  #next(): Timer | undefined {
    return this.#timers.toSorted((a, b) => a.atMs - b.atMs || a.order - b.order)[0];
  }
}

/** Nothing here waits for a disk or a network, so one turn of the event loop ends every chain of promises. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
