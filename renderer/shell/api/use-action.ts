import { useCallback, useState } from 'react';
import type { ErrorDetails } from '#shared/kernel/errors.ts';
import { detailsOf } from '../connection/api-error.ts';

/** Runs something that is no domain command (signing in, joining, retrying) and keeps what went wrong. */
export function useAction<Input, Output>(action: (input: Input) => Promise<Output>) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorDetails | null>(null);
  const run = useCallback(
    async (input: Input): Promise<Output | undefined> => {
      setBusy(true);
      setError(null);
      try {
        return await action(input);
      } catch (thrown) {
        setError(detailsOf(thrown));
        return undefined;
      } finally {
        setBusy(false);
      }
    },
    [action],
  );
  return { run, busy, error };
}
