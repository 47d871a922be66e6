import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { connection } from '../connection/console-connection.ts';
import { useConsoleStatus } from '../connection/console-store.ts';

/** Asked again whenever the console says that the number of such changes is another. */
export function useAttention() {
  const count = useConsoleStatus()?.sync.needsAttention ?? 0;
  return useQuery({
    queryKey: ['sync.attention', count],
    queryFn: () => connection.api.sync.attention.query(),
    placeholderData: keepPreviousData,
  });
}
