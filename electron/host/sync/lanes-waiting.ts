import { LANES } from '#shared/sync/entry.ts';
import type { SyncStatus } from '../services.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { Store } from '../store/store.ts';
import type { LinkPolicy } from './link-class.ts';

/** What has no answer yet, by lane, and whether it travels on this link. */
export function lanesWaiting(store: Store, policy: LinkPolicy): SyncStatus['lanes'] {
  const rows = connectionOf(store.db)
    .statement(
      `SELECT lane, count(*) AS entries, sum(length(entry)) AS bytes
       FROM journal WHERE state = 'pending' GROUP BY lane`,
    )
    // The column is an INTEGER in a STRICT table, and a count and a sum are numbers.
    .all() as { lane: number; entries: number; bytes: number }[];
  return LANES.map((lane) => {
    const { entries, bytes } = rows.find((row) => row.lane === lane) ?? { entries: 0, bytes: 0 };
    return { lane, entries, bytes, travels: policy.lanes.includes(lane) ? 'now' : 'on-a-cheaper-link' };
  });
}
