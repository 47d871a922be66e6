import { useQuery } from '@tanstack/react-query';
import { connection } from '#renderer/shell/connection/console-connection.ts';

/** Beats come without anybody saying so. */
const REFRESH_MS = 5_000;

/** When each monitor of a site was last heard, as far as this console listens. */
export function useStands(siteId: string) {
  const answer = useQuery({
    queryKey: ['monitors', 'stands', siteId],
    queryFn: () => connection.api.monitors.stands.query({ siteId }),
    refetchInterval: REFRESH_MS,
    enabled: siteId !== '',
  });
  return answer.data ?? {};
}
