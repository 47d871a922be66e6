import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { connection } from '../connection/console-connection.ts';
import type { Answer, QuestionInput, QuestionName } from './questions.ts';

type AskOptions = {
  /** For answers that grow old with the clock alone, such as what is overdue. */
  readonly refetchIntervalMs?: number;
  readonly enabled?: boolean;
};

/** Asks the host, shows the last answer while a newer one comes, and follows changes. */
export function useAnswer<Name extends QuestionName>(
  question: Name,
  input: QuestionInput<Name>,
  options: AskOptions = {},
) {
  return useQuery({
    queryKey: [question, input],
    queryFn: () => ask(question, input),
    placeholderData: keepPreviousData,
    refetchInterval: options.refetchIntervalMs ?? false,
    enabled: options.enabled ?? true,
  });
}

/** Like `useAnswer`, for one thing after another: the old one must not be shown under the new one's name. */
export function useAnswerAbout<Name extends QuestionName>(question: Name, input: QuestionInput<Name>) {
  return useQuery({ queryKey: [question, input], queryFn: () => ask(question, input) });
}

type Cursor = { readonly value: string | number; readonly id: string };

/** Page after page of a list that answers with `next`. */
export function usePages(
  question: 'incidents.list',
  input: QuestionInput<'incidents.list'>,
  refetchIntervalMs: number,
) {
  return useInfiniteQuery({
    queryKey: [question, input, 'pages'],
    queryFn: ({ pageParam }) => ask(question, { ...input, cursor: pageParam }),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: refetchIntervalMs,
  });
}

function noCursor(): Cursor | null {
  return null;
}

export function ask<Name extends QuestionName>(
  question: Name,
  input: QuestionInput<Name>,
): Promise<Answer<Name>> {
  // The host mounts each query under its own name (its `queryProcedures`), so the answer is what it returns.
  return connection.call('query', question, input) as Promise<Answer<Name>>;
}
