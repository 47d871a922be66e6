import { parentPort, workerData } from 'node:worker_threads';
import { isDomainError } from '#shared/kernel/errors.ts';
import { must } from '#shared/kernel/assert.ts';
import { runTask } from './run-task.ts';
import { TaskCancelled, taskContext } from './task-context.ts';
import type { FromWorker, TaskRequest } from './task.ts';

/** A thread of its own for one piece of long work on the store. Any message to it means: stop. */
const parent = must(parentPort, 'the port of a worker');
const cancelled = new AbortController();
parent.on('message', () => cancelled.abort());

// Made by TaskRunner of the same program.
const request = workerData as TaskRequest;
tell(await outcome());
parent.close();

async function outcome(): Promise<FromWorker> {
  const context = taskContext({
    signal: cancelled.signal,
    onProgress: (progress) => tell({ type: 'progress', ...progress }),
  });
  try {
    return { type: 'result', result: await runTask(request, context) };
  } catch (error) {
    if (error instanceof TaskCancelled) return { type: 'cancelled' };
    // Anything else ends this worker, and its runner hears why.
    if (!isDomainError(error)) throw error;
    const { code, message, remedy } = error.details;
    return { type: 'refused', details: { code, message, ...(remedy === undefined ? {} : { remedy }) } };
  }
}

function tell(message: FromWorker): void {
  parent.postMessage(message);
}
