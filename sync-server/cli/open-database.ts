import type { Blobs } from '../blobs/blob-store.ts';
import { LocalNewsBus, type NewsBus } from '../news/news-bus.ts';
import { PostgresBlobs } from '../storage/postgres/postgres-blobs.ts';
import { PostgresNewsBus } from '../storage/postgres/postgres-news-bus.ts';
import { openPostgresStorage, type PostgresStorage } from '../storage/postgres/postgres-storage.ts';
import type { Storage } from '../storage/storage.ts';
import { blobFolderOf, openDataFolder } from './data-folder.ts';

export type DatabaseSettings = {
  readonly dataFolder: string;
  /** Undefined: the embedded database in the data folder. */
  readonly postgresUrl: string | undefined;
  readonly connectionsMax: number;
  readonly organisationId: string | undefined;
};

export type Database = {
  readonly storage: Storage;
  /** Undefined: files in `blobFolder`. */
  readonly blobs: Blobs | undefined;
  readonly blobFolder: string;
  /** Where it is, for people; without the password. */
  readonly place: string;
  /** Opens the way by which this process hears what other replicas committed. */
  openNews(onTrouble: (error: unknown) => void): Promise<NewsBus>;
};

const NEWS_POLL_MS = 5_000;

/** The database that the settings name, up to date. */
export async function openDatabase(
  settings: DatabaseSettings,
  onConnectionLost?: (error: Error) => void,
): Promise<Database> {
  const { dataFolder, postgresUrl, connectionsMax, organisationId } = settings;
  if (postgresUrl === undefined) {
    const { storage, blobFolder } = openDataFolder(dataFolder);
    return {
      storage,
      blobs: undefined,
      blobFolder,
      place: dataFolder,
      openNews: async () => new LocalNewsBus(),
    };
  }
  const storage: PostgresStorage = await openPostgresStorage({
    url: postgresUrl,
    connectionsMax,
    organisationId,
    ...(onConnectionLost === undefined ? {} : { onConnectionLost }),
  });
  return {
    storage,
    blobs: new PostgresBlobs(storage.pool, storage),
    blobFolder: blobFolderOf(dataFolder),
    place: placeOf(postgresUrl),
    openNews: (onTrouble) =>
      PostgresNewsBus.open({ pool: storage.pool, url: postgresUrl, pollMs: NEWS_POLL_MS, onTrouble }),
  };
}

function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `postgres://${hostname}${port === '' ? '' : `:${port}`}${pathname}`;
}
