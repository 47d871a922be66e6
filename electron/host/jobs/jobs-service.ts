import type { Actor } from '#shared/access/can.ts';
import type { ErrorDetails } from '#shared/kernel/errors.ts';
import type { Label } from '#shared/kernel/words.ts';
import type { JobRequest, ScheduledJob } from './define-scheduled-job.ts';
import type { SystemHealth } from './monitor/system-health.ts';

export const RUN_STATES = [
  'pending',
  'running',
  'completed',
  /** The last attempt failed; another one follows. */
  'failed',
  /** Every attempt failed: it waits for a person. */
  'dead-letter',
  'cancelled',
  'skipped',
  /** It waits, and its job was disabled after failures in a row. */
  'disabled',
] as const;
export type RunState = (typeof RUN_STATES)[number];

export type JobRun = {
  readonly number: number;
  readonly name: string;
  readonly titleKey: string;
  readonly state: RunState;
  readonly cause: 'schedule' | 'request' | 'person';
  readonly askedBy: string | null;
  readonly dueAt: string;
  /** When it is tried next, if it waits. */
  readonly nextAt: string;
  readonly attempts: number;
  readonly attemptsMax: number;
  /** Earlier times of the schedule that this run stands for too. */
  readonly missed: number;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly tookMs: number | null;
  readonly result: Label | null;
  readonly problem: ErrorDetails | null;
};

export type JobFacts = Pick<
  ScheduledJob,
  'name' | 'titleKey' | 'zone' | 'catchUp' | 'where' | 'timeoutSeconds'
> & {
  readonly cron: string | null;
  readonly state: 'active' | 'paused' | 'disabled';
  readonly changedAt: string | null;
  readonly changedBy: string | null;
  readonly failuresInRow: number;
  /** The next time of the schedule; null without one, or while it is paused or disabled. */
  readonly nextAt: string | null;
  readonly runningNumber: number | null;
  /** An attempt that was told to stop and has not stopped; no other one starts before it does. */
  readonly isStuck: boolean;
  /** Whether a person can start it: not what must be given something to work on. */
  readonly canRunNow: boolean;
  readonly last: JobRun | null;
};

export type JobsOverview = {
  /** Whether this console runs what runs once a site. */
  readonly isHome: boolean;
  readonly timeZone: string;
  /** In the order in which they come next. */
  readonly jobs: readonly JobFacts[];
  /** Runs that wait: asked for, or to be tried again. Soonest first. */
  readonly waiting: readonly JobRun[];
  readonly deadLetters: readonly JobRun[];
};

/** What of the jobs is in every picture of the console. */
export type JobsStatus = {
  /** Another number whenever the Jobs page would show something else. */
  readonly revision: number;
  readonly running: number;
  /** Dead letters and disabled jobs. */
  readonly problems: number;
  readonly health: SystemHealth['health'];
};

export type JobAlert = {
  readonly job: string;
  readonly titleKey: string;
  readonly at: string;
  readonly kind: 'dead-letter' | 'disabled';
  readonly problem: ErrorDetails;
};

/** After the run named, or from the newest on. */
export type RunPage = {
  readonly before: { readonly endedAt: string; readonly number: number } | undefined;
  readonly limit: number;
  readonly name?: string;
};

export type JobsService = {
  /**
   * Asks for a run. Inside a running transaction it becomes part of it: what is rolled back was never asked for.
   * False when it was asked for under this key before, or when the job is not this console's to run.
   */
  enqueue(name: string, request: JobRequest): boolean;
  status(): JobsStatus;
  overview(): JobsOverview;
  /** Ended runs, newest first. */
  history(page: RunPage): {
    readonly runs: readonly JobRun[];
    readonly more: boolean;
  };
  runNow(actor: Actor, name: string): void;
  pause(actor: Actor, name: string): void;
  /** Also ends being disabled. */
  resume(actor: Actor, name: string): void;
  retry(actor: Actor, number: number): void;
  /** Stops a run, or takes away one that waits. */
  cancel(actor: Actor, number: number): void;
  health(): SystemHealth;
};
