import { useCallback, useEffect, useRef, useState } from 'react';
import type { ErrorDetails } from '#shared/kernel/errors.ts';
import { detailsOf } from '../connection/api-error.ts';

type Told<Result> =
  | { readonly type: 'progress'; readonly progress: { readonly done: number; readonly total: number | null } }
  | { readonly type: 'result'; readonly result: Result };

type Subscription = { unsubscribe(): void };
type Listener<Result> = { onData(told: Told<Result>): void; onError(error: unknown): void };

export type JobState<Result> =
  | { readonly phase: 'idle' }
  | { readonly phase: 'running'; readonly percent: number }
  | { readonly phase: 'done'; readonly result: Result }
  | { readonly phase: 'failed'; readonly error: ErrorDetails };

/** Long work of the host that this page waits for. Leaving the page, or `cancel`, ends it. */
export function useJobStream<Input, Result>(
  subscribe: (input: Input, listener: Listener<Result>) => Subscription,
) {
  const [state, setState] = useState<JobState<Result>>({ phase: 'idle' });
  const running = useRef<Subscription | null>(null);
  const stop = useCallback(() => {
    running.current?.unsubscribe();
    running.current = null;
  }, []);
  const start = useCallback(
    (input: Input) => {
      stop();
      setState({ phase: 'running', percent: 0 });
      running.current = subscribe(input, {
        onData: (told) =>
          setState(
            told.type === 'progress'
              ? { phase: 'running', percent: percentOf(told.progress) }
              : { phase: 'done', result: told.result },
          ),
        onError: (error) => setState({ phase: 'failed', error: detailsOf(error) }),
      });
    },
    [subscribe, stop],
  );
  const cancel = useCallback(() => {
    stop();
    setState({ phase: 'idle' });
  }, [stop]);
  useEffect(() => stop, [stop]);
  return { state, start, cancel };
}

function percentOf({ done, total }: { done: number; total: number | null }): number {
  return total === null || total === 0 ? 0 : Math.round((done / total) * 100);
}
