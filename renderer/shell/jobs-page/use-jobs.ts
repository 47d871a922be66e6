import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useCallback, useEffect } from 'react';
import type { AppRouter } from '#host/api/router.ts';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';
import { useConsoleStatus } from '../connection/console-store.ts';

type Outputs = inferRouterOutputs<AppRouter>['jobs'];
export type JobsOverview = Outputs['overview'];
export type JobFacts = JobsOverview['jobs'][number];
export type JobRun = JobsOverview['waiting'][number];
export type SystemHealth = Outputs['health'];

const JOBS = ['jobs'];
const RUNS_A_PAGE = 25;

/** Everything on the page is asked for again when the console says that jobs have moved on. */
export function useJobsFollowed(): void {
  const client = useQueryClient();
  const status = useConsoleStatus()?.jobs;
  const moved = `${status?.revision} ${status?.health}`;
  useEffect(() => {
    void client.invalidateQueries({ queryKey: JOBS });
  }, [client, moved]);
}

export function useJobs() {
  return useQuery({
    queryKey: [...JOBS, 'overview'],
    queryFn: () => connection.api.jobs.overview.query(),
    placeholderData: keepPreviousData,
  });
}

export function useHealth() {
  return useQuery({
    queryKey: [...JOBS, 'health'],
    queryFn: () => connection.api.jobs.health.query(),
    placeholderData: keepPreviousData,
  });
}

export function useRuns() {
  return useInfiniteQuery({
    queryKey: [...JOBS, 'runs'],
    queryFn: ({ pageParam }) =>
      connection.api.jobs.history.query({
        limit: RUNS_A_PAGE,
        ...(pageParam === null ? {} : { before: pageParam }),
      }),
    initialPageParam: newest(),
    getNextPageParam: ({ runs, more }) => {
      const last = runs.at(-1);
      return more && last !== undefined ? { endedAt: last.endedAt ?? '', number: last.number } : undefined;
    },
  });
}

function newest(): { endedAt: string; number: number } | null {
  return null;
}

export type JobAct =
  | { readonly act: 'runNow' | 'pause' | 'resume'; readonly name: string }
  | { readonly act: 'retry' | 'cancel'; readonly number: number };

export function useJobAct() {
  const client = useQueryClient();
  return useAction(
    useCallback(
      async (asked: JobAct) => {
        const { jobs } = connection.api;
        if ('name' in asked) await jobs[asked.act].mutate({ name: asked.name });
        else await jobs[asked.act].mutate({ number: asked.number });
        await client.invalidateQueries({ queryKey: JOBS });
      },
      [client],
    ),
  );
}
