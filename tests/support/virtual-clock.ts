import type { Clock } from '#shared/kernel/clock.ts';

/** A clock that stands until a test moves it. */
export class VirtualClock implements Clock {
  #nowMs: number;
  #setByMs = 0;

  constructor(iso = '2026-03-01T03:10:00.000Z') {
    this.#nowMs = Date.parse(iso);
  }

  now(): number {
    return this.#nowMs + this.#setByMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  /** Somebody sets the clock: no time passes. */
  setByMinutes(minutes: number): void {
    this.#setByMs += minutes * 60_000;
  }

  advanceMinutes(minutes: number): void {
    this.#nowMs += minutes * 60_000;
  }

  advanceMs(milliseconds: number): void {
    this.#nowMs += milliseconds;
  }
}
