import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useCallback, useEffect } from 'react';
import type { AppRouter } from '#host/api/router.ts';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';
import { type ConsoleStatus, useConsoleStatus } from '../connection/console-store.ts';

type Outputs = inferRouterOutputs<AppRouter>['sync'];
export type SyncStatus = ConsoleStatus['sync'];
export type Exchange = Outputs['exchanges']['exchanges'][number];
export type ExchangeDay = Outputs['exchanges']['days'][number];
export type Conflict = Outputs['conflicts']['conflicts'][number];

const EXCHANGES = ['sync.exchanges'];
const CONFLICTS = ['sync.conflicts'];
const EXCHANGES_A_PAGE = 50;
const CONFLICTS_A_PAGE = 10;
/** Whenever there was contact, something may be new; a poll every few seconds is not worth asking more often. */
const REFRESH_MS = 5_000;

export function useExchanges() {
  return useInfiniteQuery({
    queryKey: EXCHANGES,
    queryFn: ({ pageParam }) =>
      connection.api.sync.exchanges.query({
        limit: EXCHANGES_A_PAGE,
        ...(pageParam === 0 ? {} : { before: pageParam }),
      }),
    initialPageParam: 0,
    getNextPageParam: ({ exchanges, more }) => (more ? exchanges.at(-1)?.number : undefined),
    staleTime: 0,
    refetchInterval: REFRESH_MS,
  });
}

/** What is known here, and the server is asked for the rest, also when the page is opened without a link. */
export function useConflicts() {
  const isOnline = useConsoleStatus()?.sync.link === 'online';
  useEffect(() => {
    // It is asked again when the link comes up; what is here is shown anyway.
    connection.api.sync.fetchConflicts.mutate().catch(() => undefined);
  }, [isOnline]);
  return useInfiniteQuery({
    queryKey: CONFLICTS,
    queryFn: ({ pageParam }) =>
      connection.api.sync.conflicts.query({
        limit: CONFLICTS_A_PAGE,
        ...(pageParam === 0 ? {} : { before: pageParam }),
      }),
    initialPageParam: 0,
    getNextPageParam: ({ conflicts, more }) => (more ? conflicts.at(-1)?.number : undefined),
    staleTime: 0,
    refetchInterval: REFRESH_MS,
  });
}

export function useConflictsSeen() {
  const client = useQueryClient();
  return useAction(
    useCallback(
      async (upTo: number) => {
        await connection.api.sync.conflictsSeen.mutate({ upTo });
        await client.invalidateQueries({ queryKey: CONFLICTS });
      },
      [client],
    ),
  );
}
