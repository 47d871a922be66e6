import { msOf } from '#shared/kernel/clock.ts';
import type { SessionRow } from './session-rows.ts';

/** Clocks drift; this much is no sleep. */
const GAIN_MS = 30_000;

/**
 * How long nobody has touched a session. Counted on a clock that nobody sets: a correction of the time neither locks
 * a console nor keeps one open. Only what happened before this host was started is told by the wall clock.
 */
export class Activity {
  readonly #elapsedMs: () => number;
  readonly #touchedAtMs = new Map<string, number>();
  /** Both clocks when they last went alike. */
  #together: { readonly wallMs: number; readonly elapsedMs: number } | undefined;

  constructor(elapsedMs: () => number) {
    this.#elapsedMs = elapsedMs;
  }

  touch(id: string): void {
    this.#touchedAtMs.set(id, this.#elapsedMs());
  }

  forget(id: string): void {
    this.#touchedAtMs.delete(id);
  }

  /** The machine woke up. It slept for what the wall clock has gained on the other, and that time counts. */
  resumed(nowMs: number): void {
    const sleptMs = this.#gainedMs(nowMs);
    this.#together = { wallMs: nowMs, elapsedMs: this.#elapsedMs() };
    if (sleptMs <= 0) return;
    for (const [id, at] of this.#touchedAtMs) this.#touchedAtMs.set(id, at - sleptMs);
  }

  idleMs({ id, lastSeenAt }: SessionRow, nowMs: number): number {
    // What was gained is left for `resumed`, which knows whether the machine slept or its clock was set.
    if (Math.abs(this.#gainedMs(nowMs)) < GAIN_MS) {
      this.#together = { wallMs: nowMs, elapsedMs: this.#elapsedMs() };
    }
    const touched = this.#touchedAtMs.get(id);
    if (touched !== undefined) return this.#elapsedMs() - touched;
    const before = Math.max(0, nowMs - msOf(lastSeenAt));
    this.#touchedAtMs.set(id, this.#elapsedMs() - before);
    return before;
  }

  #gainedMs(nowMs: number): number {
    const { wallMs, elapsedMs } = this.#together ?? { wallMs: nowMs, elapsedMs: this.#elapsedMs() };
    return nowMs - wallMs - (this.#elapsedMs() - elapsedMs);
  }
}
