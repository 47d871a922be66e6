import { isoOf } from '#shared/kernel/clock.ts';
import type { Label } from '#shared/kernel/words.ts';
import type { ScheduledJob } from '../define-scheduled-job.ts';
import type { TimerWait } from '../timer-runner.ts';
import type { RunRow } from './job-table.ts';

/** Why an attempt was told to stop. */
export type StopReason = 'timed-out' | 'cancelled' | 'closing';

export type AttemptEnd =
  | { readonly how: 'done'; readonly result: Label | undefined }
  | { readonly how: 'threw'; readonly error: unknown }
  | { readonly how: StopReason };

/** How long an attempt may take to stop when it is told to, before it is written off. */
const STOP_WAIT_MS = 5_000;

/**
 * One attempt of a run. It ends once: by itself, or written off because it was told to stop and did not. `settled`
 * resolves when the job's own code has really come to an end.
 */
export class Attempt {
  readonly run: RunRow;
  readonly settled: Promise<void>;
  readonly #controller = new AbortController();
  readonly #wait: TimerWait;
  readonly #onEnd: (end: AttemptEnd) => void;
  #stopping: StopReason | undefined;
  #hasEnded = false;
  #cancelWait: () => void;

  constructor(parts: {
    job: ScheduledJob;
    run: RunRow;
    now: () => number;
    wait: TimerWait;
    onEnd: (end: AttemptEnd) => void;
  }) {
    const { job, run, wait } = parts;
    this.run = run;
    this.#wait = wait;
    this.#onEnd = parts.onEnd;
    this.#cancelWait = wait.set(() => this.stop('timed-out'), job.timeoutSeconds * 1_000);
    this.settled = this.#work(job, parts.now).then(
      (result) => this.#end({ how: 'done', result }),
      (error: unknown) => this.#end({ how: 'threw', error }),
    );
  }

  /** Written off, while its code still runs. */
  get isStuck(): boolean {
    return this.#hasEnded;
  }

  stop(reason: StopReason): void {
    if (this.#stopping !== undefined || this.#hasEnded) return;
    this.#stopping = reason;
    this.#cancelWait();
    this.#cancelWait = this.#wait.set(() => this.#end({ how: reason }), STOP_WAIT_MS);
    this.#controller.abort();
  }

  async #work(job: ScheduledJob, now: () => number): Promise<Label | undefined> {
    const { key, dueAtMs, attempts, input } = this.run;
    return await job.run({
      signal: this.#controller.signal,
      key,
      dueAt: isoOf(dueAtMs),
      now: isoOf(now()),
      attempt: attempts,
      input: job.input === undefined ? null : job.input.parse(input),
    });
  }

  #end(end: AttemptEnd): void {
    this.#cancelWait();
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    // What returns has done its work, even if it was told to stop a moment before.
    this.#onEnd(end.how === 'done' || this.#stopping === undefined ? end : { how: this.#stopping });
  }
}
