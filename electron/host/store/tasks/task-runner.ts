import type { Logger } from 'pino';
import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import { type ErrorDetails, isDomainError } from '#shared/kernel/errors.ts';
import { JobCancelled, type JobProgress } from '../../workers/job.ts';
import type { JobOptions, Workers } from '../../workers/workers.ts';
import { taskError } from './errors.ts';
import type { TaskKind, TaskResults } from './task.ts';

/** The latest work of a kind, as a page shows it. */
export type StoreTask<Kind extends TaskKind = TaskKind> = {
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly progress: JobProgress | null;
  readonly result: TaskResults[Kind] | null;
  readonly problem: ErrorDetails | null;
};
export type StoreTasks = { readonly [Kind in TaskKind]: StoreTask<Kind> | null };

/** Copying or reading a store of ten million records on a slow disk takes its time. */
const TIME_LIMIT_MS = 4 * 60 * 60_000;

/** Runs the long work on a store, one at a time of each kind, and remembers how the last one of each ended. */
export class TaskRunner {
  readonly #workers: Pick<Workers, 'run'>;
  readonly #dataFolder: string;
  readonly #clock: Clock;
  readonly #log: Pick<Logger, 'error'>;
  readonly #running = new Map<TaskKind, { cancel: AbortController; settled: Promise<void> }>();
  readonly #latest = new Map<TaskKind, StoreTask>();

  constructor(parts: {
    workers: Pick<Workers, 'run'>;
    dataFolder: string;
    clock: Clock;
    log: Pick<Logger, 'error'>;
  }) {
    this.#workers = parts.workers;
    this.#dataFolder = parts.dataFolder;
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  latest(): StoreTasks {
    const latest = <Kind extends TaskKind>(kind: Kind) =>
      // Set under its own kind only, by `start`.
      (this.#latest.get(kind) ?? null) as StoreTask<Kind> | null;
    return {
      backup: latest('backup'),
      export: latest('export'),
      'verify-chain': latest('verify-chain'),
      integrity: latest('integrity'),
      measure: latest('measure'),
    };
  }

  /** Starts a task, or joins the one of this kind that runs. Resolves with how it ended; never rejects. */
  async start<Kind extends TaskKind>(kind: Kind): Promise<StoreTask<Kind>> {
    await (this.#running.get(kind)?.settled ?? this.#begin(kind));
    // As in `latest`; settled tasks are remembered before anybody is told.
    return this.#latest.get(kind) as StoreTask<Kind>;
  }

  cancel(kind: TaskKind): void {
    this.#running.get(kind)?.cancel.abort();
  }

  #begin(kind: TaskKind): Promise<void> {
    const startedAtMs = this.#clock.now();
    const started = { startedAt: isoOf(startedAtMs), endedAt: null, result: null, problem: null };
    this.#latest.set(kind, { ...started, state: 'running', progress: null });
    const cancel = new AbortController();
    const how: JobOptions = {
      signal: cancel.signal,
      timeLimitMs: TIME_LIMIT_MS,
      isUpkeep: true,
      onProgress: (progress) => {
        const latest = this.#latest.get(kind);
        if (latest?.state === 'running') this.#latest.set(kind, { ...latest, progress });
      },
    };
    const end = (ended: Pick<StoreTask, 'state'> & Partial<StoreTask>) => {
      this.#running.delete(kind);
      const progress = this.#latest.get(kind)?.progress ?? null;
      this.#latest.set(kind, { ...started, progress, endedAt: isoOf(this.#clock.now()), ...ended });
    };
    const input = { dataFolder: this.#dataFolder, startedAtMs };
    const settled = this.#workers.run(`store.${kind}`, input, how).then(
      (result) => end({ state: 'done', result }),
      (error: unknown) => {
        if (error instanceof JobCancelled) end({ state: 'cancelled' });
        else {
          this.#log.error({ kind, err: error }, 'work on the store failed');
          end({
            state: 'failed',
            problem: isDomainError(error) ? error.details : taskError('failed').details,
          });
        }
      },
    );
    this.#running.set(kind, { cancel, settled });
    return settled;
  }
}
