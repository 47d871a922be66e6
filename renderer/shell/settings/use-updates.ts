import { useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useCallback } from 'react';
import type { AppRouter } from '#host/api/router.ts';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';
import { useConsoleStatus } from '../connection/console-store.ts';

export type UpdatesOverview = inferRouterOutputs<AppRouter>['updates']['overview'];
type Step = 'check' | 'download' | 'cancel' | 'later' | 'install';

const MOVING_MS = 500;
const RESTING_MS = 10_000;

export function useUpdates() {
  const phase = useConsoleStatus()?.updates.phase ?? 'idle';
  return useQuery({
    queryKey: ['updates.overview', phase],
    queryFn: () => connection.api.updates.overview.query(),
    placeholderData: (previous) => previous,
    staleTime: 0,
    refetchInterval: ({ state }) => (isMoving(state.data) ? MOVING_MS : RESTING_MS),
  });
}

/** One step of an update; the overview shows what came of it. */
export function useUpdateStep(step: Step, changed: () => void) {
  return useAction(
    useCallback(async () => {
      await connection.api.updates[step].mutate();
      changed();
    }, [step, changed]),
  );
}

function isMoving(overview: UpdatesOverview | undefined): boolean {
  if (overview === undefined) return false;
  return overview.isBackingUp || ['checking', 'downloading', 'installing'].includes(overview.phase);
}
