import { QueryClient } from '@tanstack/react-query';
import type { CollectionName } from '#shared/kernel/define-entity.ts';
import { isConnectionLoss } from '../connection/api-error.ts';
import { isTouched } from './questions.ts';

/** Ticks closer together than this ask once. A long exchange brings hundreds a second. */
const GATHER_MS = 80;
const RETRIES_MAX = 5;
const RETRY_MS = 300;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The host says what changed; nothing grows old by itself.
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 5 * 60_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      networkMode: 'always',
      retry: (failures, error) => isConnectionLoss(error) && failures < RETRIES_MAX,
      retryDelay: RETRY_MS,
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

let gathered: Set<CollectionName> | undefined;

/** Asks again for everything shown that reads one of these collections; what is not shown only becomes old. */
export function invalidateCollections(collections: readonly CollectionName[]): void {
  if (gathered === undefined) {
    gathered = new Set();
    setTimeout(() => {
      const touched = [...(gathered ?? [])];
      gathered = undefined;
      void queryClient.invalidateQueries({ predicate: (query) => isTouched(query.queryKey[0], touched) });
    }, GATHER_MS);
  }
  for (const collection of collections) gathered.add(collection);
}

export function invalidateEverything(): void {
  void queryClient.invalidateQueries();
}
