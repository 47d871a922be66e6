import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { SearchAnswer, SearchInput } from '#shared/search/found.ts';
import { connection } from '../connection/console-connection.ts';

const FOUND_MAX = 12;

type Asking = {
  /** Of these kinds alone; without it, of every kind. */
  readonly kinds?: string[];
  /** How long nothing is typed before it is asked. */
  readonly typingMs: number;
};

/** What the search finds for what is typed, once typing pauses; nothing without a text. */
export function useSearchAnswer(text: string, { kinds, typingMs }: Asking): SearchAnswer | undefined {
  const [asked] = useDebouncedValue(text.trim(), typingMs);
  const input: SearchInput = { text: asked, ...(kinds === undefined ? {} : { kinds }), limit: FOUND_MAX };
  const answer = useQuery({
    queryKey: ['search.find', input],
    queryFn: () => find(input),
    placeholderData: keepPreviousData,
    // Any record may have changed since; what is typed again is asked again.
    staleTime: 0,
    enabled: asked !== '',
  });
  return asked === '' || text.trim() === '' ? undefined : answer.data;
}

function find(input: SearchInput): Promise<SearchAnswer> {
  // The host's `search.find` answers with exactly this type.
  return connection.call('query', 'search.find', input) as Promise<SearchAnswer>;
}
