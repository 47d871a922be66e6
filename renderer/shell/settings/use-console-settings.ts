import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useCallback } from 'react';
import type { AppRouter } from '#host/api/router.ts';
import { connection } from '../connection/console-connection.ts';

export type ConsoleSettings = inferRouterOutputs<AppRouter>['settings']['console'];

const KEY = ['settings.console'];

/** What is set for this console alone. */
export function useConsoleSettings({ refetchMs = false }: { readonly refetchMs?: number | false } = {}) {
  return useQuery({
    queryKey: KEY,
    queryFn: () => connection.api.settings.console.query(),
    staleTime: 0,
    refetchInterval: refetchMs,
  });
}

/** To be called when something of it was changed. */
export function useSettingsChanged(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(() => client.invalidateQueries({ queryKey: KEY }), [client]);
}
