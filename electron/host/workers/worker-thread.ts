import { Worker } from 'node:worker_threads';
import { DomainError } from '#shared/kernel/errors.ts';
import type { ConnectionOptions } from '../store/connection.ts';
import { JobCancelled, type JobProgress } from './job.ts';
import { FromWorker, type ToWorker, type WorkerStart } from './messages.ts';

type Waiting = {
  resolve(result: unknown): void;
  reject(error: unknown): void;
  onProgress(progress: JobProgress): void;
};

/** One thread with a connection of its own, as the host sees it. */
export class WorkerThread {
  readonly #worker: Worker;
  readonly #stop: Int32Array<SharedArrayBuffer>;
  #waiting: Waiting | undefined;
  /** Set when the thread has ended: it takes no job any more. */
  #isGone = false;

  constructor(file: string, connection: ConnectionOptions, onGone: () => void) {
    this.#stop = new Int32Array(new SharedArrayBuffer(4));
    const start: WorkerStart = { connection, stop: this.#stop };
    this.#worker = new Worker(file, { workerData: start });
    this.#worker.on('message', (sent: unknown) => this.#hear(FromWorker.parse(sent)));
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', (code) => {
      this.#end(new Error(`a worker ended with ${code}`));
      onGone();
    });
  }

  get isFree(): boolean {
    return !this.#isGone && this.#waiting === undefined;
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  run(job: string, input: unknown, onProgress: (progress: JobProgress) => void): Promise<unknown> {
    Atomics.store(this.#stop, 0, 0);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject, onProgress };
      const request: ToWorker = { job, input };
      this.#worker.postMessage(request);
    });
  }

  /** Asks the running job to stop at its next step. */
  stop(): void {
    Atomics.store(this.#stop, 0, 1);
  }

  /** Ends the thread; inside SQLite that takes until SQLite returns. */
  async end(): Promise<void> {
    this.#isGone = true;
    this.stop();
    await this.#worker.terminate();
  }

  #hear(message: FromWorker): void {
    if (message.type === 'progress') {
      this.#waiting?.onProgress({ done: message.done, total: message.total });
      return;
    }
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (message.type === 'result') waiting?.resolve(message.result);
    else if (message.type === 'failed') waiting?.reject(new Error(message.message));
    else waiting?.reject(refused(message.details));
  }

  #end(error: unknown): void {
    this.#isGone = true;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.reject(error);
  }
}

function refused(details: Extract<FromWorker, { type: 'refused' }>['details']): DomainError {
  return details.code === 'cancelled' ? new JobCancelled() : new DomainError(details);
}
