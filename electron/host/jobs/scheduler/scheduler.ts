import type { Logger } from 'pino';
import { must } from '#shared/kernel/assert.ts';
import { type Clock, isoOf, msOf } from '#shared/kernel/clock.ts';
import { type ErrorDetails, isDomainError } from '#shared/kernel/errors.ts';
import { RETRY_MS_MAX, retryDelayMs } from '#shared/kernel/retry.ts';
import type { Store } from '../../store/store.ts';
import type { JobRequest, ScheduledJob } from '../define-scheduled-job.ts';
import type { JobAlert } from '../jobs-service.ts';
import type { TimerWait } from '../timer-runner.ts';
import { Attempt, type AttemptEnd, type StopReason } from './attempt.ts';
import type { JobTable, RunRow } from './job-table.ts';
import { jobTimes, type JobTimes } from './job-times.ts';
import { planRuns } from './plan.ts';
import { jobError } from '../errors.ts';

/** How often the clock is looked at even when nothing is due: sleep and clock changes show here. */
const TICK_MS = 15_000;
/** What is not made up for does not run when it is later than this. */
const SKIP_AFTER_MS = 60_000;
/** Runs of different jobs at the same time. */
const RUNNING_MAX = 4;
/** A job is disabled when so many of its runs in a row have failed for good. */
const FAILURES_MAX = 3;

export type SchedulerParts = {
  readonly store: Store;
  readonly table: JobTable;
  readonly jobs: readonly ScheduledJob[];
  readonly clock: Clock;
  readonly wait: TimerWait;
  /** At least 0 and below 1, for the jitter. */
  readonly random: () => number;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Schedules are looked at so long after the start, not at once: people come first. */
  readonly firstLookMs?: number;
  readonly tickMs?: number;
  readonly onChange?: () => void;
  readonly onAlert?: (alert: JobAlert) => void;
};

/**
 * Runs jobs at the times of their schedules and when they were asked for. What is due is in rows, so a crash, sleep
 * or a clock that is set loses nothing: at every tick it asks what has come since it last looked. Two runs of one
 * job never overlap.
 */
export class Scheduler {
  readonly #parts: SchedulerParts;
  readonly #jobs: ReadonlyMap<string, ScheduledJob>;
  /** By job; an attempt that was written off stays until its code has come to an end. */
  readonly #attempts = new Map<string, Attempt>();
  #cancelWait: (() => void) | undefined;
  #looksFromMs = 0;
  #state: 'new' | 'running' | 'closing' | 'closed' = 'new';

  constructor(parts: SchedulerParts) {
    this.#parts = parts;
    this.#jobs = new Map(parts.jobs.map((job) => [job.name, job]));
  }

  start(): void {
    const { table, clock, firstLookMs = 0 } = this.#parts;
    this.#state = 'running';
    this.#looksFromMs = clock.monotonicMs() + firstLookMs;
    table.cancelUnknown([...this.#jobs.keys()], clock.now(), jobError('job-removed').details);
    this.runDue();
  }

  /** Runs what is due and waits for the next. Called on start, on resume, and when the clock was set. */
  runDue(): void {
    if (this.#state !== 'running') return;
    let isSomethingNew = false;
    try {
      this.#takeUpInterrupted();
      this.#plan();
      isSomethingNew = this.#startDue();
    } catch (error) {
      // The disk is full, say. What is due stays due.
      this.#parts.log.error({ err: error }, 'what is due can not be run');
    }
    if (isSomethingNew) this.#changed();
    this.#waitForNext(isSomethingNew ? 0 : (this.#parts.tickMs ?? TICK_MS));
  }

  /** Part of the transaction that runs, if one does. */
  enqueue(name: string, { input = null, runAt, key }: JobRequest): boolean {
    const job = must(this.#jobs.get(name), `a job named ${name}`);
    if (!this.#isOurs(job)) return false;
    const { store, table, clock } = this.#parts;
    const dueAtMs = runAt === undefined ? clock.now() : msOf(runAt);
    const isNew = store.bookkeeping(() => table.add({ name, key, cause: 'request', input, dueAtMs }));
    if (isNew) this.soon();
    return isNew;
  }

  /** Looks again as soon as what runs now has ended, be it a transaction. */
  soon(): void {
    if (this.#state !== 'running') return;
    this.#changed();
    this.#cancelWait?.();
    this.#cancelWait = this.#parts.wait.set(() => this.runDue(), 0);
  }

  /** False when it does not run. */
  stop(number: number, reason: StopReason): boolean {
    const attempt = [...this.#attempts.values()].find(({ run }) => run.number === number);
    if (attempt === undefined || attempt.isStuck) return false;
    attempt.stop(reason);
    return true;
  }

  isStuck(name: string): boolean {
    return this.#attempts.get(name)?.isStuck === true;
  }

  runningOf(name: string): number | undefined {
    const attempt = this.#attempts.get(name);
    return attempt === undefined || attempt.isStuck ? undefined : attempt.run.number;
  }

  get running(): number {
    return [...this.#attempts.values()].filter(({ isStuck }) => !isStuck).length;
  }

  /** The schedule as this site's clock shows it; undefined for what only runs when it is asked for. */
  timesOf({ schedule, zone }: ScheduledJob): JobTimes | undefined {
    if (schedule === undefined) return undefined;
    return jobTimes(
      schedule.cron,
      zone === 'UTC' ? 'UTC' : (this.#parts.store.state.site?.timeZone ?? 'UTC'),
    );
  }

  /** Tells what runs to stop. What does stop runs again after the next start, as if it had not begun. */
  async close(): Promise<void> {
    this.#state = 'closing';
    this.#cancelWait?.();
    const attempts = [...this.#attempts.values()].filter(({ isStuck }) => !isStuck);
    for (const attempt of attempts) attempt.stop('closing');
    let cancel: (() => void) | undefined;
    const given = new Promise<void>((resolve) => {
      cancel = this.#parts.wait.set(resolve, CLOSE_WAIT_MS);
    });
    await Promise.race([Promise.all(attempts.map(({ settled }) => settled)), given]);
    cancel?.();
    this.#state = 'closed';
  }

  /** Whether a job is for this console to run. */
  #isOurs({ where }: ScheduledJob): boolean {
    const { site, station } = this.#parts.store.state;
    return site !== undefined && (where === 'every-console' || station === 1);
  }

  /** What runs by its row, and does not: the process ended, or its end could not be written down. */
  #takeUpInterrupted(): void {
    const { store, table } = this.#parts;
    const numbers = new Set([...this.#attempts.values()].map(({ run }) => run.number));
    const interrupted = table.running().filter(({ number }) => !numbers.has(number));
    if (interrupted.length === 0) return;
    store.bookkeeping(() => {
      for (const run of interrupted) this.#fail(run, jobError('interrupted').details);
    });
  }

  #plan(): void {
    const { store, table, clock } = this.#parts;
    const isTime = clock.monotonicMs() >= this.#looksFromMs;
    const nowMs = clock.now();
    store.bookkeeping(() => {
      table.hurryFailed(nowMs + RETRY_MS_MAX, nowMs);
      for (const job of this.#jobs.values()) {
        const times = this.timesOf(job);
        const schedule = table.schedule(job.name);
        if (!this.#isOurs(job)) this.#giveUp(job);
        else if (schedule === undefined) table.addSchedule(job.name, nowMs);
        else if (times !== undefined && isTime) planRuns(table, job, schedule, times, nowMs);
      }
    });
  }

  /** Another console of the site runs it now. */
  #giveUp({ name }: ScheduledJob): void {
    const { table, clock } = this.#parts;
    if (table.schedule(name) === undefined) return;
    table.dropSchedule(name);
    table.skipWaiting(name, clock.now());
  }

  #startDue(): boolean {
    const { table, clock } = this.#parts;
    const nowMs = clock.now();
    const due = [...this.#jobs.values()].flatMap((job) => {
      if (this.#attempts.has(job.name) || !this.#isOurs(job)) return [];
      const isHeld = (table.schedule(job.name)?.state ?? 'active') !== 'active';
      const run = table.due(job.name, nowMs, isHeld);
      return run === undefined ? [] : [{ job, run }];
    });
    due.sort((a, b) => a.run.nextAtMs - b.run.nextAtMs || a.run.number - b.run.number);
    let started = 0;
    for (const { job, run } of due) {
      if (isTooLate(job, run, nowMs)) table.end(run.number, { state: 'skipped', atMs: nowMs });
      else if (this.#attempts.size >= RUNNING_MAX) continue;
      else this.#begin(job, run, nowMs);
      started += 1;
    }
    return started > 0;
  }

  #begin(job: ScheduledJob, { number }: RunRow, nowMs: number): void {
    const { table, clock, wait, log } = this.#parts;
    table.begin(number, nowMs);
    const run = must(table.run(number), `run ${number}`);
    const startedMs = clock.monotonicMs();
    const attempt = new Attempt({
      job,
      run,
      wait,
      now: () => clock.now(),
      onEnd: (end) => this.#ended(job, run, end, Math.max(0, Math.round(clock.monotonicMs() - startedMs))),
    });
    this.#attempts.set(job.name, attempt);
    void attempt.settled
      .catch((error: unknown) =>
        log.error({ job: job.name, err: error }, 'the end of a job is not written down'),
      )
      .finally(() => {
        this.#attempts.delete(job.name);
        this.soon();
      });
  }

  #ended(job: ScheduledJob, run: RunRow, end: AttemptEnd, tookMs: number): void {
    // What is left as running is taken up again by the next start.
    if (this.#state === 'closed') return;
    const { store, table, clock, log } = this.#parts;
    const { number } = run;
    const atMs = clock.now();
    store.bookkeeping(() => {
      switch (end.how) {
        case 'done': {
          const result = end.result === undefined ? {} : { result: end.result };
          table.end(number, { state: 'completed', atMs, tookMs, ...result });
          table.setFailuresInRow(job.name, 0);
          break;
        }
        case 'cancelled':
          table.end(number, { state: 'cancelled', atMs, tookMs });
          break;
        case 'closing':
          table.putBack(number);
          break;
        case 'timed-out':
          this.#fail(run, jobError('timed-out', { seconds: job.timeoutSeconds }).details, tookMs);
          break;
        case 'threw':
          log.error({ job: job.name, run: number, err: end.error }, 'a job failed');
          this.#fail(run, (isDomainError(end.error) ? end.error : jobError('unexpected')).details, tookMs);
      }
    });
    log.info({ job: job.name, run: number, how: end.how, tookMs }, 'a job ended');
    this.#changed();
  }

  #fail(run: RunRow, problem: ErrorDetails, tookMs?: number): void {
    const { table, clock, random } = this.#parts;
    const job = must(this.#jobs.get(run.name), `a job named ${run.name}`);
    const nowMs = clock.now();
    if (run.attempts <= job.attempts) {
      table.tryAgain(run.number, nowMs + retryDelayMs(run.attempts, random()), problem, tookMs);
      return;
    }
    const took = tookMs === undefined ? {} : { tookMs };
    table.end(run.number, { state: 'dead-letter', atMs: nowMs, problem, ...took });
    const schedule = table.schedule(job.name);
    const failures = (schedule?.failuresInRow ?? 0) + 1;
    table.setFailuresInRow(job.name, failures);
    const isDisabled = job.mayBeDisabled && failures >= FAILURES_MAX && schedule?.state === 'active';
    if (isDisabled) {
      table.setState(job.name, 'disabled', nowMs, null);
      table.disableWaiting(job.name);
    }
    this.#alert(job, isDisabled ? 'disabled' : 'dead-letter', nowMs, problem);
  }

  #alert(job: ScheduledJob, kind: JobAlert['kind'], nowMs: number, problem: ErrorDetails): void {
    const { log, onAlert } = this.#parts;
    log.warn({ job: job.name, kind, problem }, 'a job needs a person');
    onAlert?.({ job: job.name, titleKey: job.titleKey, at: isoOf(nowMs), kind, problem });
  }

  #waitForNext(atMostMs: number): void {
    const { table, clock, wait } = this.#parts;
    const nowMs = clock.now();
    const nextMs = [...this.#jobs.values()]
      .map((job) => this.timesOf(job)?.next(nowMs))
      .concat(table.nextAfter(nowMs))
      .reduce<number>((least, at) => Math.min(least, at ?? least), nowMs + atMostMs);
    this.#cancelWait?.();
    this.#cancelWait = wait.set(() => this.runDue(), nextMs - nowMs);
  }

  #changed(): void {
    this.#parts.onChange?.();
  }
}

const CLOSE_WAIT_MS = 3_000;

function isTooLate({ catchUp }: ScheduledJob, run: RunRow, nowMs: number): boolean {
  return (
    catchUp === 'skip' &&
    run.cause === 'schedule' &&
    run.attempts === 0 &&
    nowMs - run.dueAtMs > SKIP_AFTER_MS
  );
}
