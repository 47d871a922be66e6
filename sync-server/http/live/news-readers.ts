import { LANES } from '#shared/sync/entry.ts';
import type { Lane } from '#shared/kernel/define-command.ts';
import type { ServerRecord, StorageTx } from '../../storage/storage.ts';
import { departureFrom, isReadable } from '../../exchange/scope.ts';
import type { LiveConnection } from './live-connection.ts';

/** After more changes than this at once, every console is told without looking closer. */
const ROWS_MAX = 500;

/** Records that changed between two versions, by lane; `all` when they are too many to look at. */
export type News = ReadonlyMap<Lane, readonly ServerRecord[] | 'all'>;

export async function newsBetween(tx: StorageTx, after: number, upTo: number): Promise<News> {
  const news = new Map<Lane, readonly ServerRecord[] | 'all'>();
  for (const lane of LANES) {
    const rows = await tx.recordsAfter({ siteIds: 'all', lane, after, upTo, rowsMax: ROWS_MAX });
    if (rows.length > 0) news.set(lane, rows.length === ROWS_MAX ? 'all' : rows);
  }
  return news;
}

/** Lanes in which there is something for a console that it did not do itself. */
export function lanesFor({ deviceId, site }: LiveConnection, news: News, after: number): Lane[] {
  return [...news].flatMap(([lane, records]) => {
    if (records === 'all') return lane;
    const concerns = (record: ServerRecord) =>
      (isReadable(record, site) || departureFrom(record, site) !== undefined) &&
      !isOwn(record, deviceId, after);
    return records.some(concerns) ? lane : [];
  });
}

function isOwn(record: ServerRecord, deviceId: string, after: number): boolean {
  if (record.deletedByDeviceId !== null) return record.deletedByDeviceId === deviceId;
  return Object.values(record.stamps).every((stamp) => stamp.version <= after || stamp.deviceId === deviceId);
}
