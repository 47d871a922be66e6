import { existsSync } from 'node:fs';
import path from 'node:path';
import { must } from '#shared/kernel/assert.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import type { ConnectionOptions } from '../store/connection.ts';
import type { ReadJobInput, ReadJobName, ReadJobOutput } from './jobs.ts';
import { JobCancelled, type JobProgress } from './read-job.ts';
import { ReaderThread } from './reader-thread.ts';

export type JobOptions = {
  readonly signal?: AbortSignal | undefined;
  readonly timeLimitMs?: number;
  onProgress?(progress: JobProgress): void;
};

/** Two: a long report leaves the other for everybody else. */
const THREADS_MAX = 2;
const TIME_LIMIT_MS = 5 * 60_000;
/** How long a job may take to hear that it should stop before its thread is ended. */
const STOP_WAIT_MS = 1_000;

/**
 * Threads that read the store beside its one writer. They start with the first job that needs them; jobs
 * beyond their number wait their turn. A job that nobody waits for, or that takes too long, is stopped.
 */
export class ReadWorkers {
  readonly #connection: ConnectionOptions;
  readonly #workerFile: string;
  readonly #threads = new Set<ReaderThread>();
  /** Jobs that wait for a thread; each looks again when one may be free. */
  readonly #turns: (() => void)[] = [];
  readonly #stopWaitMs: number;
  #isClosed = false;

  constructor(
    connection: ConnectionOptions,
    options: { readonly workerFile?: string; readonly stopWaitMs?: number } = {},
  ) {
    this.#connection = connection;
    this.#workerFile = options.workerFile ?? readWorkerFile();
    this.#stopWaitMs = options.stopWaitMs ?? STOP_WAIT_MS;
  }

  /** Runs a job; rejects with `cancelled`, `timed-out`, or what the job itself refuses. */
  async run<Name extends ReadJobName>(
    name: Name,
    input: ReadJobInput<Name>,
    options: JobOptions = {},
  ): Promise<ReadJobOutput<Name>> {
    // The thread runs the job of this name from the same table.
    return (await this.runNamed(name, input, options)) as ReadJobOutput<Name>;
  }

  /** The same for jobs of another table than the program's own, which a `workerFile` serves. */
  async runNamed(name: string, input: unknown, options: JobOptions = {}): Promise<unknown> {
    while (!this.#isClosed && options.signal?.aborted !== true) {
      const thread = this.#freeThread();
      // Nothing comes between finding the thread and giving it the job, so nobody else takes it.
      if (thread !== undefined) return await this.#runOn(thread, name, input, options);
      await this.#turn(options.signal);
    }
    throw new JobCancelled();
  }

  /** Ends every job and thread. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wakeWaiting();
    await Promise.all([...this.#threads].map((thread) => thread.end()));
  }

  #freeThread(): ReaderThread | undefined {
    const free = [...this.#threads].find((thread) => thread.isFree);
    if (free !== undefined || this.#threads.size >= THREADS_MAX) return free;
    const thread = new ReaderThread(this.#workerFile, this.#connection);
    this.#threads.add(thread);
    return thread;
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

  #runOn(thread: ReaderThread, name: string, input: unknown, options: JobOptions): Promise<unknown> {
    const { signal, timeLimitMs = TIME_LIMIT_MS, onProgress = noProgress } = options;
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
      const limit = setTimeout(() => stopFor(timedOut(timeLimitMs)), timeLimitMs);
      signal?.addEventListener('abort', cancel, { once: true });
      thread
        .run(name, input, onProgress)
        .then(resolve, (error: unknown) => reject(this.#isClosed ? new JobCancelled() : error))
        .finally(() => {
          clearTimeout(limit);
          clearTimeout(grace);
          signal?.removeEventListener('abort', cancel);
          if (thread.isGone) this.#threads.delete(thread);
          this.#wakeWaiting();
        });
    });
  }
}

function noProgress(): void {
  // Nobody asked.
}

function timedOut(timeLimitMs: number): DomainError {
  return new DomainError({
    code: 'timed-out',
    message: `This took longer than ${Math.round(timeLimitMs / 1_000)} seconds and was stopped.`,
    remedy: 'Choose a shorter period or fewer records.',
  });
}

/** Beside this file in the sources; a file of its own in the build, whose chunks lie one folder deeper. */
function readWorkerFile(): string {
  const candidates = ['read-worker.ts', 'read-worker.js', '../read-worker.js'].map((name) =>
    path.join(import.meta.dirname, name),
  );
  return must(candidates.find(existsSync), 'the file of the reading threads');
}
