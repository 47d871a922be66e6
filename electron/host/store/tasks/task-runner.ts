import type { Logger } from 'pino';
import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import { DomainError, type ErrorDetails, isDomainError } from '#shared/kernel/errors.ts';
import type { TaskKind, TaskRequest, TaskResults } from './task.ts';
import { TaskCancelled, type TaskProgress } from './task-context.ts';
import { runInWorker, type RunningTask } from './worker-thread.ts';

/** The latest work of a kind, as a page shows it. */
export type StoreTask<Kind extends TaskKind = TaskKind> = {
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly progress: TaskProgress | null;
  readonly result: TaskResults[Kind] | null;
  readonly problem: ErrorDetails | null;
};
export type StoreTasks = { readonly [Kind in TaskKind]: StoreTask<Kind> | null };

/** How long closing waits for a worker that is inside SQLite; the files it writes are known to be unfinished. */
const CLOSE_WAIT_MS = 2_000;
const FAILED: ErrorDetails = {
  code: 'rule-broken',
  message: 'Something went wrong in the console itself. The store is as it was.',
  remedy: 'Try again. If it happens again, save the log and tell your office.',
};

type RunTask = (request: TaskRequest, onProgress: (progress: TaskProgress) => void) => RunningTask;

/** Runs the long work on a store, one at a time of each kind, and remembers how the last one of each ended. */
export class TaskRunner {
  readonly #store: Pick<TaskRequest, 'file' | 'dataFolder' | 'options'>;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #run: RunTask;
  readonly #running = new Map<TaskKind, { task: RunningTask; settled: Promise<unknown> }>();
  readonly #latest = new Map<TaskKind, StoreTask>();

  constructor(parts: {
    store: Pick<TaskRequest, 'file' | 'dataFolder' | 'options'>;
    clock: Clock;
    log: Logger;
    run?: RunTask;
  }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#run = parts.run ?? runInWorker;
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

  isRunning(kind: TaskKind): boolean {
    return this.#running.has(kind);
  }

  /** Starts a task, or joins the one of this kind that runs. Resolves with how it ended; never rejects. */
  async start<Kind extends TaskKind>(kind: Kind): Promise<StoreTask<Kind>> {
    const running = this.#running.get(kind);
    if (running === undefined) {
      const settled = this.#begin(kind);
      await settled;
    } else await running.settled;
    // As in `latest`; settled tasks are remembered before anybody is told.
    return this.#latest.get(kind) as StoreTask<Kind>;
  }

  cancel(kind: TaskKind): void {
    this.#running.get(kind)?.task.cancel();
  }

  async close(): Promise<void> {
    const running = [...this.#running.values()];
    for (const { task } of running) task.cancel();
    const ended = Promise.all(running.map(({ task, settled }) => task.terminate().then(() => settled)));
    let timeout: NodeJS.Timeout | undefined;
    const waited = new Promise<void>((resolve) => {
      timeout = setTimeout(resolve, CLOSE_WAIT_MS);
    });
    await Promise.race([ended, waited]);
    clearTimeout(timeout);
  }

  #begin(kind: TaskKind): Promise<void> {
    const startedAtMs = this.#clock.now();
    const started = { startedAt: isoOf(startedAtMs), endedAt: null, result: null, problem: null };
    this.#latest.set(kind, { ...started, state: 'running', progress: null });
    const task = this.#run({ ...this.#store, kind, startedAtMs }, (progress) => {
      const latest = this.#latest.get(kind);
      if (latest?.state === 'running') this.#latest.set(kind, { ...latest, progress });
    });
    const end = (how: Pick<StoreTask, 'state'> & Partial<StoreTask>) => {
      this.#running.delete(kind);
      const progress = this.#latest.get(kind)?.progress ?? null;
      this.#latest.set(kind, { ...started, progress, endedAt: isoOf(this.#clock.now()), ...how });
    };
    const settled = task.ended.then(
      // The worker answers with the result of its kind.
      (result) => end({ state: 'done', result: result as TaskResults[TaskKind] }),
      (error: unknown) => {
        if (error instanceof TaskCancelled) end({ state: 'cancelled' });
        else {
          this.#log.error({ kind, err: error }, 'work on the store failed');
          end({ state: 'failed', problem: isDomainError(error) ? error.details : FAILED });
        }
      },
    );
    this.#running.set(kind, { task, settled });
    return settled;
  }
}

/** What a finished task gave, or its problem as an error. */
export function resultOf<Kind extends TaskKind>(task: StoreTask<Kind>): TaskResults[Kind] {
  if (task.result !== null) return task.result;
  throw new DomainError(task.problem ?? { code: 'stale', message: 'This was cancelled.' });
}
