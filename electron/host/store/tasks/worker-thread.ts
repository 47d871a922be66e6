import { existsSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { DomainError } from '#shared/kernel/errors.ts';
import { must } from '#shared/kernel/assert.ts';
import { TaskCancelled, type TaskProgress } from './task-context.ts';
import { FromWorker, type TaskRequest } from './task.ts';

export type RunningTask = {
  /** Rejects with what a person can act on (DomainError), TaskCancelled, or a bug. */
  readonly ended: Promise<unknown>;
  /** Asks it to stop at its next slice. */
  cancel(): void;
  /** Ends it wherever it is. */
  terminate(): Promise<unknown>;
};

/** Runs a task beside the host, which stays free to answer. */
export function runInWorker(request: TaskRequest, onProgress: (progress: TaskProgress) => void): RunningTask {
  const worker = new Worker(workerFile(), { workerData: request });
  const ended = new Promise<unknown>((resolve, reject) => {
    worker.on('message', (sent: unknown) => {
      const message = FromWorker.parse(sent);
      if (message.type === 'progress') onProgress({ done: message.done, total: message.total });
      else if (message.type === 'result') resolve(message.result);
      else if (message.type === 'cancelled') reject(new TaskCancelled());
      else {
        const { code, message: text, remedy } = message.details;
        reject(new DomainError({ code, message: text, ...(remedy === undefined ? {} : { remedy }) }));
      }
    });
    worker.on('error', reject);
    // After a result this changes nothing: a promise settles once.
    worker.on('exit', () => reject(new TaskCancelled()));
  });
  return {
    ended,
    cancel: () => worker.postMessage('cancel'),
    terminate: () => worker.terminate(),
  };
}

/** Beside this file in the sources; a file of its own in the build, whose chunks lie one folder deeper. */
function workerFile(): string {
  const { dirname } = import.meta;
  const candidates = ['task-worker.ts', 'store-task.js', '../store-task.js'].map((name) =>
    path.join(dirname, name),
  );
  return must(candidates.find(existsSync), 'the file of the store worker');
}
