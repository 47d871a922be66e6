import { parentPort, workerData } from 'node:worker_threads';
import { must } from '#shared/kernel/assert.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import { asStoreError, type ConnectionOptions, type SqliteConnection } from '../store/connection.ts';
import { openReader } from '../store/open-reader.ts';
import { jobContext, type Jobs, stepsOf } from './job.ts';
import type { FromWorker, ToWorker, WorkerStart } from './messages.ts';

/** A page cache of 8 MiB for each worker. */
const CACHE_KIB = 8_192;

/** The whole life of a worker: one connection that can't write, one job after another. */
export function serveJobs(jobs: Jobs): void {
  const parent = must(parentPort, 'the port of a worker');
  // Made by Workers of the same program.
  const { connection, stop } = workerData as WorkerStart;
  const tell = (message: FromWorker) => parent.postMessage(message);
  let db: SqliteConnection | undefined;
  const open = () => (db ??= connect(connection));
  const perform = async ({ job, input }: ToWorker): Promise<FromWorker> => {
    const steps = stepsOf({
      isCancelled: () => Atomics.load(stop, 0) === 1,
      onProgress: (progress) => tell({ type: 'progress', ...progress }),
    });
    try {
      const run = must(jobs[job], `job ${job}`);
      // The pool is typed by the same table of jobs: name and input belong together.
      return {
        type: 'result',
        result: await run(jobContext({ connection, open, steps }), input as never),
      };
    } catch (error) {
      return refusalOf(asStoreError(error));
    }
  };
  parent.on('message', (request: ToWorker) => void perform(request).then(tell));
}

function connect({ file, ...options }: ConnectionOptions): SqliteConnection {
  const db = openReader(file, options);
  db.pragma(`cache_size = -${CACHE_KIB}`);
  return db;
}

function refusalOf(error: unknown): FromWorker {
  if (!isDomainError(error)) {
    return {
      type: 'failed',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
  return { type: 'refused', details: error.details };
}
