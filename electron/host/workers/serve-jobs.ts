import { parentPort, workerData } from 'node:worker_threads';
import { must } from '#shared/kernel/assert.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import { openFile } from '../store/connection.ts';
import type { FromReader, ReaderStart, ToReader } from './messages.ts';
import { jobContext, type ReadJobs } from './read-job.ts';

/** A page cache of 16 MiB for each reading thread. */
const CACHE_KIB = 16_384;

/** The whole life of a reading thread: one connection that can't write, one job after another. */
export function serveJobs(jobs: ReadJobs): void {
  const parent = must(parentPort, 'the port of a reading thread');
  // Made by ReadWorkers of the same program.
  const { connection, stop } = workerData as ReaderStart;
  const { file, ...options } = connection;
  const db = openFile(file, options, { readonly: true, fileMustExist: true });
  db.pragma('busy_timeout = 2000');
  db.pragma(`cache_size = -${CACHE_KIB}`);
  const tell = (message: FromReader) => parent.postMessage(message);
  parent.on('message', ({ job, input }: ToReader) => {
    const context = jobContext(db, {
      isCancelled: () => Atomics.load(stop, 0) === 1,
      onProgress: (progress) => tell({ type: 'progress', ...progress }),
    });
    try {
      const run = must(jobs[job], `job ${job}`);
      // The pool is typed by the same table of jobs: name and input belong together.
      tell({ type: 'result', result: run(context, input as never) });
    } catch (error) {
      tell(refusalOf(error));
    }
  });
}

function refusalOf(error: unknown): FromReader {
  if (!isDomainError(error)) {
    return {
      type: 'failed',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
  const { code, message, remedy } = error.details;
  return { type: 'refused', details: { code, message, ...(remedy === undefined ? {} : { remedy }) } };
}
