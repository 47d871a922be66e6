import { randomUUID } from 'node:crypto';
import type { Actor } from '#shared/access/can.ts';
import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import type { AuditNotes } from '../../audit/audit-notes.ts';
import type { Store } from '../../store/store.ts';
import type { JobRequest, ScheduledJob } from '../define-scheduled-job.ts';
import { jobError } from '../errors.ts';
import type { JobFacts, JobRun, JobsOverview, JobsService, RunPage } from '../jobs-service.ts';
import type { JobTable, RunRow } from './job-table.ts';
import type { Scheduler } from './scheduler.ts';

const WAITING_SHOWN = 100;
const DEAD_LETTERS_SHOWN = 100;

/** What people see of the jobs, and what those who may can do with them. */
export class ConsoleJobs implements Omit<JobsService, 'status' | 'health'> {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #table: JobTable;
  readonly #scheduler: Scheduler;
  readonly #jobs: ReadonlyMap<string, ScheduledJob>;
  readonly #audit: AuditNotes;

  constructor(parts: {
    store: Store;
    clock: Clock;
    table: JobTable;
    scheduler: Scheduler;
    jobs: readonly ScheduledJob[];
    audit: AuditNotes;
  }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#table = parts.table;
    this.#scheduler = parts.scheduler;
    this.#audit = parts.audit;
    this.#jobs = new Map(parts.jobs.map((job) => [job.name, job]));
  }

  enqueue(name: string, request: JobRequest): boolean {
    return this.#scheduler.enqueue(name, request);
  }

  overview(): JobsOverview {
    const { site, station } = this.#store.state;
    const isHome = site !== undefined && station === 1;
    const jobs = [...this.#jobs.values()]
      .filter(({ where }) => isHome || where === 'every-console')
      .map((job) => this.#factsOf(job))
      .sort((a, b) => whenOf(a).localeCompare(whenOf(b)) || a.name.localeCompare(b.name));
    return {
      isHome,
      timeZone: site?.timeZone ?? 'UTC',
      jobs,
      waiting: this.#table.waiting(WAITING_SHOWN).map((row) => this.#shown(row)),
      deadLetters: this.#table.deadLetters(DEAD_LETTERS_SHOWN).map((row) => this.#shown(row)),
    };
  }

  history({ limit, ...page }: RunPage) {
    const rows = this.#table.ended({ ...page, limit: limit + 1 });
    return { runs: rows.slice(0, limit).map((row) => this.#shown(row)), more: rows.length > limit };
  }

  runNow(actor: Actor, name: string): void {
    const job = this.#mustJob(name);
    // What must be given something to work on is not started from nothing.
    if (job.input !== undefined) throw jobError('only-when-asked');
    if (this.#table.isAskedFor(name) || this.#scheduler.runningOf(name) !== undefined) {
      throw jobError('runs-already');
    }
    this.#store.bookkeeping(() => {
      this.#table.add({
        name,
        key: `person:${randomUUID()}`,
        cause: 'person',
        askedBy: nameOf(actor),
        dueAtMs: this.#clock.now(),
      });
      this.#note(actor, name, 'run');
    });
    this.#scheduler.soon();
  }

  pause(actor: Actor, name: string): void {
    this.#setState(actor, name, 'paused');
  }

  resume(actor: Actor, name: string): void {
    this.#setState(actor, name, 'active');
  }

  retry(actor: Actor, number: number): void {
    const run = this.#mustRun(number);
    if (run.state !== 'dead-letter') throw jobError('waits-no-more');
    this.#store.bookkeeping(() => {
      this.#table.revive(number, this.#clock.now(), nameOf(actor));
      this.#note(actor, run.name, 'retried');
    });
    this.#scheduler.soon();
  }

  cancel(actor: Actor, number: number): void {
    const run = this.#mustRun(number);
    if (run.state === 'running') {
      this.#note(actor, run.name, 'cancelled');
      this.#scheduler.stop(number, 'cancelled');
      return;
    }
    if (!['pending', 'failed', 'disabled', 'dead-letter'].includes(run.state)) {
      throw jobError('ended-already');
    }
    this.#store.bookkeeping(() => {
      this.#table.end(number, {
        state: 'cancelled',
        atMs: this.#clock.now(),
        ...(run.problem === null ? {} : { problem: run.problem }),
      });
      this.#note(actor, run.name, 'cancelled');
    });
    this.#scheduler.soon();
  }

  #setState(actor: Actor, name: string, state: 'active' | 'paused'): void {
    this.#mustJob(name);
    const nowMs = this.#clock.now();
    this.#store.bookkeeping(() => {
      if (this.#table.schedule(name) === undefined) this.#table.addSchedule(name, nowMs);
      this.#table.setState(name, state, nowMs, nameOf(actor));
      this.#table.enableWaiting(name);
      if (state === 'active') this.#table.setFailuresInRow(name, 0);
      this.#note(actor, name, state === 'active' ? 'resumed' : 'paused');
    });
    this.#scheduler.soon();
  }

  /** What a job does by itself stands in its runs; who had a hand in it, in the journal. */
  #note(actor: Actor, job: string, act: 'run' | 'paused' | 'resumed' | 'retried' | 'cancelled'): void {
    this.#audit.note(actor, { event: 'job-steered', params: { job, act } });
  }

  #factsOf(job: ScheduledJob): JobFacts {
    const { name, titleKey, zone, catchUp, where, timeoutSeconds, schedule } = job;
    const row = this.#table.schedule(name);
    const state = row?.state ?? 'active';
    const nextMs = this.#scheduler.timesOf(job)?.next(this.#clock.now());
    const last = this.#table.lastEnded(name);
    return {
      name,
      titleKey,
      zone,
      catchUp,
      where,
      timeoutSeconds,
      cron: schedule?.cron ?? null,
      state,
      changedAt: row?.changedAt ?? null,
      changedBy: row?.changedBy ?? null,
      failuresInRow: row?.failuresInRow ?? 0,
      nextAt: state === 'active' && nextMs !== undefined ? isoOf(nextMs) : null,
      runningNumber: this.#scheduler.runningOf(name) ?? null,
      isStuck: this.#scheduler.isStuck(name),
      canRunNow: job.input === undefined,
      last: last === undefined ? null : this.#shown(last),
    };
  }

  #shown(row: RunRow): JobRun {
    const job = this.#jobs.get(row.name);
    const { number, name, state, cause, askedBy, attempts, missed, tookMs, result, problem } = row;
    return {
      number,
      name,
      // A job of an earlier version is called by its name.
      titleKey: job?.titleKey ?? name,
      state,
      cause,
      askedBy,
      dueAt: isoOf(row.dueAtMs),
      nextAt: isoOf(row.nextAtMs),
      attempts,
      attemptsMax: (job?.attempts ?? 0) + 1,
      missed,
      startedAt: row.startedAtMs === null ? null : isoOf(row.startedAtMs),
      endedAt: row.endedAtMs === null ? null : isoOf(row.endedAtMs),
      tookMs,
      result,
      problem,
    };
  }

  #mustJob(name: string): ScheduledJob {
    const job = this.#jobs.get(name);
    if (job === undefined) throw jobError('no-job');
    return job;
  }

  #mustRun(number: number): RunRow {
    const run = this.#table.run(number);
    if (run === undefined) throw jobError('no-run');
    return run;
  }
}

/** What comes next first; what has no time of its own last. */
function whenOf({ nextAt }: JobFacts): string {
  return nextAt ?? '9';
}

function nameOf(actor: Actor): string {
  return actor.type === 'person' ? actor.name : '';
}
