import type { Clock } from '#shared/kernel/clock.ts';

const START_MS = Date.UTC(2026, 2, 1, 8);
/** Turns of the event loop in which nothing is under way any more. */
const QUIET_TURNS = 2;

type Timer = { readonly order: number; readonly callback: () => void; atMs: number };

/** Time that passes only when told to: timers fire in order, and whatever they start has ended before the next. */
export class VirtualTime implements Clock {
  #nowMs = START_MS;
  #order = 0;
  #underWay = 0;
  readonly #timers = new Set<Timer>();

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
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  pass(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.set(resolve, delayMs);
    });
  }

  /** Work that takes turns of the event loop but no time. Time stands still until it has ended. */
  async instantly<T>(work: () => Promise<T>): Promise<T> {
    this.#underWay += 1;
    try {
      return await work();
    } finally {
      this.#underWay -= 1;
    }
  }

  async runFor(durationMs: number): Promise<void> {
    const endMs = this.#nowMs + durationMs;
    await this.#settled();
    for (let next = this.#next(); next !== undefined && next.atMs <= endMs; next = this.#next()) {
      this.#timers.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.callback();
      await this.#settled();
    }
    this.#nowMs = endMs;
  }

  /** Time in which every machine sleeps: what they wait for is as far away as before. */
  leap(durationMs: number): void {
    this.#nowMs += durationMs;
    for (const timer of this.#timers) timer.atMs += durationMs;
  }

  #next(): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      const { atMs, order } = timer;
      if (next === undefined || atMs < next.atMs || (atMs === next.atMs && order < next.order)) next = timer;
    }
    return next;
  }

  /** Nothing here waits for a network, and a disk answers by itself: it is waited for. */
  async #settled(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; ) {
      await turn();
      quiet = this.#underWay > 0 || isDiskBusy() ? 0 : quiet + 1;
    }
  }
}

// Taken before a simulation puts its own timers in the place of the machine's.
const immediately = setImmediate;

function turn(): Promise<void> {
  return new Promise((resolve) => {
    immediately(resolve);
  });
}

function isDiskBusy(): boolean {
  return process.getActiveResourcesInfo().some((resource) => resource.startsWith('FSReq'));
}
