import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import { useCallback, useMemo } from 'react';
import type { AppRouter } from '#host/api/router.ts';
import type { Answer } from '#renderer/shell/api/questions.ts';
import { useAction } from '#renderer/shell/api/use-action.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { connection } from '#renderer/shell/connection/console-connection.ts';

type Inputs = inferRouterInputs<AppRouter>;
export type PersonDetail = inferRouterOutputs<AppRouter>['people']['detail'];
export type SignInState = inferRouterOutputs<AppRouter>['access']['signInState'];
export type AccessQuestion = Inputs['access']['explain'];
type NewPerson = Inputs['people']['add']['input'];
type NewPassphrase = Inputs['people']['setPassphrase']['input'];

export type Reach = Answer<'notifications.reachability'>[number];

/** How those who are called when something happens can be reached away from a console; others are not in it. */
export function useReach(): ReadonlyMap<string, Reach> {
  const { data } = useAnswer('notifications.reachability', {});
  return useMemo(() => new Map((data ?? []).map((one) => [one.id, one])), [data]);
}

/** Why somebody may do something, or may not; asked again whenever a person may have changed. */
export function useExplanation(question: AccessQuestion | null, personAsOf: number) {
  return useQuery({
    queryKey: ['access.explain', question, personAsOf],
    queryFn: () => (question === null ? null : connection.api.access.explain.query(question)),
    placeholderData: keepPreviousData,
    staleTime: 0,
    enabled: question !== null,
  });
}

/** Asked again whenever a person may have changed. */
export function useSignInState(personId: string, { asOf, enabled }: { asOf: number; enabled: boolean }) {
  return useQuery({
    queryKey: ['access.signInState', personId, asOf],
    queryFn: () => connection.api.access.signInState.query({ personId }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    enabled,
  });
}

/** Not `useCommand`: what that one notes to send again after a reload must never hold a passphrase. */
export function useAddPerson() {
  return useAction(
    useCallback(
      (input: NewPerson) => connection.api.people.add.mutate({ commandId: crypto.randomUUID(), input }),
      [],
    ),
  );
}

export function useSetPassphrase() {
  return useAction(
    useCallback(
      (input: NewPassphrase) =>
        connection.api.people.setPassphrase.mutate({ commandId: crypto.randomUUID(), input }),
      [],
    ),
  );
}
