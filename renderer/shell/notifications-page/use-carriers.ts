import { useQuery } from '@tanstack/react-query';
import { connection } from '../connection/console-connection.ts';

/** Who carries what leaves this console, by channel; null: nobody. */
export function useCarriers() {
  return useQuery({
    queryKey: ['notification-carriers'],
    queryFn: () => connection.api.notifications.carriers.query(),
  });
}
