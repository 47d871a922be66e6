import { existsSync } from 'node:fs';
import path from 'node:path';
import { must } from '#shared/kernel/assert.ts';
import type { DomainError } from '#shared/kernel/errors.ts';
import type { ConnectionOptions } from '../store/connection.ts';
import { workerError } from './errors.ts';
import { JobCancelled, type JobProgress } from './job.ts';
import type { JobInput, JobName, JobOutput } from './jobs.ts';
import { WorkerThread } from './worker-thread.ts';

export type JobOptions = {
  readonly signal?: AbortSignal | undefined;
  readonly timeLimitMs?: number;
  /** Work that nobody sits and waits for: it leaves one thread to the others. */
  readonly isUpkeep?: boolean;
  onProgress?(progress: JobProgress): void;
};

const THREADS_MAX = 3;
/** One thread is left for people who wait for a report. */
const UPKEEP_MAX = THREADS_MAX - 1;
const TIME_LIMIT_MS = 5 * 60_000;
/** How long a job may take to hear that it should stop before its thread is ended. */
const STOP_WAIT_MS = 1_000;
/** How long closing waits for a thread that is inside SQLite; the files it writes are known to be unfinished. */
const CLOSE_WAIT_MS = 2_000;
/** A thread that nobody needs gives its memory back. */
const IDLE_MS = 60_000;

/**
 * The threads beside the host: whatever takes long runs here, under its name in `jobs.ts`. They start with the
 * first job that needs them; jobs beyond their number wait their turn. A job that nobody waits for, or that
 * takes too long, is stopped; a thread that ends by itself is an error of its job, and another takes its place.
 */
export class Workers {
  readonly #connection: ConnectionOptions;
  readonly #workerFile: string;
  readonly #threads = new Set<WorkerThread>();
  /** Jobs that wait for a thread; each looks again when one may be free. */
  readonly #turns: (() => void)[] = [];
  readonly #stopWaitMs: number;
  readonly #idleMs: number;
  #upkeep = 0;
  #idle: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(
    connection: ConnectionOptions,
    options: { readonly workerFile?: string; readonly stopWaitMs?: number; readonly idleMs?: number } = {},
  ) {
    this.#connection = connection;
    this.#workerFile = options.workerFile ?? builtWorkerFile();
    this.#stopWaitMs = options.stopWaitMs ?? STOP_WAIT_MS;
    this.#idleMs = options.idleMs ?? IDLE_MS;
  }

  /** How many threads there are now. */
  get threads(): number {
    return this.#threads.size;
  }

  /** Runs a job; rejects with `cancelled`, `timed-out`, or what the job itself refuses. */
  async run<Name extends JobName>(
    name: Name,
    input: JobInput<Name>,
    options: JobOptions = {},
  ): Promise<JobOutput<Name>> {
    // The thread runs the job of this name from the same table.
    return (await this.runNamed(name, input, options)) as JobOutput<Name>;
  }

  /** The same for jobs of another table than the program's own, which a `workerFile` serves. */
  async runNamed(name: string, input: unknown, options: JobOptions = {}): Promise<unknown> {
    while (!this.#isClosed && options.signal?.aborted !== true) {
      const thread = this.#freeThread(options);
      // Nothing comes between finding the thread and giving it the job, so nobody else takes it.
      if (thread !== undefined) return await this.#runOn(thread, name, input, options);
      await this.#turn(options.signal);
    }
    throw new JobCancelled();
  }

  /** Ends every job and thread. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#idle);
    this.#wakeWaiting();
    const ended = Promise.all([...this.#threads].map((thread) => thread.end()));
    let timeout: NodeJS.Timeout | undefined;
    const waited = new Promise<void>((resolve) => {
      timeout = setTimeout(resolve, CLOSE_WAIT_MS);
    });
    await Promise.race([ended, waited]);
    clearTimeout(timeout);
  }

  #freeThread({ isUpkeep = false }: JobOptions): WorkerThread | undefined {
    if (isUpkeep && this.#upkeep >= UPKEEP_MAX) return undefined;
    const free = [...this.#threads].find((thread) => thread.isFree);
    if (free !== undefined || this.#threads.size >= THREADS_MAX) return free;
    const thread = new WorkerThread(this.#workerFile, this.#connection, () => this.#forget(thread));
    this.#threads.add(thread);
    return thread;
  }

  #forget(thread: WorkerThread): void {
    this.#threads.delete(thread);
    this.#wakeWaiting();
  }

  #wakeWaiting(): void {
    for (const wake of this.#turns.splice(0)) wake();
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      this.#turns.push(resolve);
      signal?.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  #runOn(thread: WorkerThread, name: string, input: unknown, options: JobOptions): Promise<unknown> {
    const { signal, timeLimitMs = TIME_LIMIT_MS, isUpkeep = false, onProgress = noProgress } = options;
    if (isUpkeep) this.#upkeep += 1;
    return new Promise((resolve, reject) => {
      let grace: NodeJS.Timeout | undefined;
      const stopFor = (error: DomainError) => {
        thread.stop();
        reject(error);
        grace ??= setTimeout(() => {
          // It is taken off the list at once, so that another one can start in its place.
          this.#threads.delete(thread);
          void thread.end();
        }, this.#stopWaitMs);
      };
      const cancel = () => stopFor(new JobCancelled());
      const limit = setTimeout(() => {
        stopFor(workerError('timed-out', { limitSeconds: Math.round(timeLimitMs / 1_000) }));
      }, timeLimitMs);
      signal?.addEventListener('abort', cancel, { once: true });
      thread
        .run(name, input, onProgress)
        .then(resolve, (error: unknown) => reject(this.#isClosed ? new JobCancelled() : error))
        .finally(() => {
          clearTimeout(limit);
          clearTimeout(grace);
          signal?.removeEventListener('abort', cancel);
          if (isUpkeep) this.#upkeep -= 1;
          if (thread.isGone) this.#threads.delete(thread);
          this.#wakeWaiting();
          this.#endIdleLater();
        });
    });
  }

  #endIdleLater(): void {
    clearTimeout(this.#idle);
    if (this.#isClosed) return;
    this.#idle = setTimeout(() => {
      for (const thread of this.#threads) if (thread.isFree) void thread.end();
    }, this.#idleMs);
    this.#idle.unref();
  }
}

function noProgress(): void {
  // Nobody asked.
}

/** Beside this file in the sources; a file of its own in the build, whose chunks lie one folder deeper. */
function builtWorkerFile(): string {
  const candidates = ['worker.ts', 'worker.js', '../worker.js'].map((name) =>
    path.join(import.meta.dirname, name),
  );
  return must(candidates.find(existsSync), 'the file of the workers');
}
