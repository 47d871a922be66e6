import { CronPattern } from 'croner';
import type { z } from 'zod';
import type { Json } from '#shared/kernel/canonical-json.ts';
import { assert } from '#shared/kernel/assert.ts';
import type { Label } from '#shared/kernel/words.ts';

/** What a run is given. A job is thin: what takes long goes to a worker, with this signal. */
export type ScheduledJobContext<Input = unknown> = {
  /** Ends the run: it took too long, a person cancelled it, or the console closes. A run that stops for it throws. */
  readonly signal: AbortSignal;
  /** What this run is for. The same for every attempt, so that what it does can be done once. */
  readonly key: string;
  /** The time of the schedule, or the one asked for; ISO UTC. */
  readonly dueAt: string;
  readonly now: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** Null for a run that the schedule caused. */
  readonly input: Input;
};

export type ScheduledJob<Input = unknown> = {
  /** `area.what`. It never changes: rows of earlier versions carry it. */
  readonly name: string;
  /** Key of its name in the words of the Jobs page. */
  readonly titleKey: string;
  /** `undefined`: it runs only when it is asked for. */
  readonly schedule: { readonly cron: string } | undefined;
  /** Whose clock the schedule follows. */
  readonly zone: 'site' | 'UTC';
  /** What becomes of times at which the console was off: one run for all, one for each, or none. */
  readonly catchUp: 'once' | 'each' | 'skip';
  /** Further attempts after a failed one: 1, 5 and 25 minutes after it, about. */
  readonly attempts: number;
  readonly timeoutSeconds: number;
  /** `home`: only at the first console of a site, for what must happen once a site. */
  readonly where: 'home' | 'every-console';
  /**
   * Whether failures in a row disable it. Not what must go on trying whatever happens, such as backups; and by
   * default only what runs by itself, since one bad request says nothing of the next.
   */
  readonly mayBeDisabled: boolean;
  readonly input: z.ZodType<Input> | undefined;
  /** What it returns says what came of it, in words of the Jobs page. Throws a DomainError that says what to do. */
  run(context: ScheduledJobContext<Input>): Promise<Label | undefined> | Label | undefined;
};

const ATTEMPTS = 3;
const TIMEOUT_SECONDS = 300;

type Optional = 'attempts' | 'timeoutSeconds' | 'mayBeDisabled' | 'input';
export type ScheduledJobParts<Input> = Omit<ScheduledJob<Input>, Optional> & {
  readonly attempts?: number;
  readonly timeoutSeconds?: number;
  readonly mayBeDisabled?: boolean;
  /** Runs that are asked for may carry something; it is parsed again when the run begins. */
  readonly input?: z.ZodType<Input>;
};

export function defineScheduledJob<Input = null>(parts: ScheduledJobParts<Input>): ScheduledJob {
  // Throws for a pattern that nobody can follow.
  if (parts.schedule !== undefined) new CronPattern(parts.schedule.cron);
  assert(
    parts.schedule === undefined || parts.input === undefined,
    `${parts.name} runs by itself, with nothing given in`,
  );
  const { schedule, attempts = ATTEMPTS, timeoutSeconds = TIMEOUT_SECONDS, input } = parts;
  const { mayBeDisabled = schedule !== undefined } = parts;
  const job: ScheduledJob<Input> = { ...parts, attempts, timeoutSeconds, mayBeDisabled, input };
  // The scheduler parses what it gives to `run` with this job's own `input`; without one it gives null.
  return job as unknown as ScheduledJob;
}

/** What a request for a run carries. */
export type JobRequest = {
  /** Plain values: they lie in the store until the run begins. */
  readonly input?: Json;
  /** ISO UTC; absent: as soon as what caused it is committed. */
  readonly runAt?: string;
  /** Asked for twice under one key, it is done once. */
  readonly key: string;
};
