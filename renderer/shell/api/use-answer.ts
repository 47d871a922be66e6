import { keepPreviousData, useQuery } from '@tanstack/react-query';
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

export function ask<Name extends QuestionName>(
  question: Name,
  input: QuestionInput<Name>,
): Promise<Answer<Name>> {
  // The host mounts each query under its own name (its `queryProcedures`), so the answer is what it returns.
  return connection.call('query', question, input) as Promise<Answer<Name>>;
}
