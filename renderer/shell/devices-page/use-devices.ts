import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import { useCallback } from 'react';
import type { AppRouter } from '#host/api/router.ts';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';
import { useConsoleStatus } from '../connection/console-store.ts';

type Outputs = inferRouterOutputs<AppRouter>['devices'];
type Inputs = inferRouterInputs<AppRouter>['devices'];
export type DevicesList = NonNullable<Outputs['overview']['list']>;
export type ListedDevice = DevicesList['devices'][number];
export type OpenCode = DevicesList['codes'][number];
export type TakenRight = DevicesList['rights'][number];
export type FormerJournal = Outputs['overview']['formerJournals'][number];
export type IssuedCode = Outputs['issueCode'];

const KNOWN = ['devices', 'overview'];

/** What is known here: shown at once, while the server is asked. */
export function useKnownDevices() {
  return useQuery({
    queryKey: KNOWN,
    queryFn: () => connection.api.devices.overview.query(),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

export function useFormerEntries(deviceId: string) {
  return useInfiniteQuery({
    queryKey: ['devices', 'former', deviceId],
    queryFn: ({ pageParam }) => connection.api.devices.formerPage.query({ deviceId, before: pageParam }),
    initialPageParam: newest(),
    getNextPageParam: ({ next }) => next,
  });
}

function newest(): number | null {
  return null;
}

/** Asks the server when the page is opened and when the link comes back. */
export function useAskedServer() {
  const client = useQueryClient();
  const link = useConsoleStatus()?.sync.link ?? 'not-joined';
  const isUp = link === 'online' || link === 'syncing';
  const asked = useQuery({
    queryKey: ['devices', 'asked'],
    enabled: isUp,
    staleTime: 0,
    gcTime: 0,
    queryFn: async () => {
      const overview = await connection.api.devices.refresh.mutate();
      client.setQueryData(KNOWN, overview);
      return overview.list?.askedAt ?? null;
    },
  });
  return { asked, isUp };
}

export function useRevoke() {
  return useDeed(revoke);
}

export function useIssueCode() {
  return useDeed(issueCode);
}

export function useWithdrawCode() {
  return useDeed(withdrawCode);
}

/** Something done at the server; its answer is the list as it then stands, which the host keeps. */
function useDeed<Input, Output>(deed: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useAction(
    useCallback(
      async (input: Input) => {
        const output = await deed(input);
        await client.invalidateQueries({ queryKey: KNOWN });
        return output;
      },
      [client, deed],
    ),
  );
}

function revoke(input: Inputs['revoke']) {
  return connection.api.devices.revoke.mutate(input);
}

function issueCode(input: Inputs['issueCode']) {
  return connection.api.devices.issueCode.mutate(input);
}

async function withdrawCode(input: Inputs['withdrawCode']) {
  await connection.api.devices.withdrawCode.mutate(input);
  return true;
}
