import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import { useCallback } from 'react';
import type { AppRouter } from '#host/api/router.ts';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';

export type StoreOverview = inferRouterOutputs<AppRouter>['store']['overview'];
export type StoreTasks = StoreOverview['tasks'];
export type TaskKind = inferRouterInputs<AppRouter>['store']['start']['kind'];

const KEY = ['store.overview'];
/** Something moves while work is under way; otherwise only the schedule changes anything. */
const WORKING_MS = 400;
const RESTING_MS = 10_000;

export function useStoreOverview() {
  return useQuery({
    queryKey: KEY,
    queryFn: () => connection.api.store.overview.query(),
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: ({ state }) => (isWorking(state.data) ? WORKING_MS : RESTING_MS),
  });
}

/** Starts work on the store, or asks it to stop; the overview shows how it goes. */
export function useStoreWork(kind: TaskKind) {
  const client = useQueryClient();
  const work = useCallback(
    async (what: 'start' | 'cancel') => {
      await connection.api.store[what].mutate({ kind });
      await client.invalidateQueries({ queryKey: KEY });
    },
    [client, kind],
  );
  return useAction(work);
}

function isWorking(overview: StoreOverview | undefined): boolean {
  return overview !== undefined && Object.values(overview.tasks).some((task) => task?.state === 'running');
}
