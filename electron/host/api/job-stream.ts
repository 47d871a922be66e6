import type { JobProgress } from '../workers/job.ts';

export type JobStream<Result> =
  | { readonly type: 'progress'; readonly progress: JobProgress }
  | { readonly type: 'result'; readonly result: Result };

/** How far long work is, then what came of it, for a subscription: ending that cancels the work. */
export async function* jobStream<Result>(
  start: (onProgress: (progress: JobProgress) => void) => Promise<Result>,
): AsyncGenerator<JobStream<Result>> {
  let latest: JobProgress | undefined;
  let wake: () => void = () => undefined;
  const ended = start((progress) => {
    latest = progress;
    wake();
  });
  let isRunning = true;
  // Its failure is thrown below, where it is awaited.
  const settled = ended.then(
    () => undefined,
    () => undefined,
  );
  void settled.then(() => {
    isRunning = false;
    wake();
  });
  while (isRunning) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
    if (latest !== undefined) yield { type: 'progress', progress: latest };
    latest = undefined;
  }
  yield { type: 'result', result: await ended };
}
