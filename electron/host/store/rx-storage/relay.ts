import type { RxStorageInstance, RxStorageInstanceCreationParams } from 'rxdb';
import { addRxStorageMultiInstanceSupport } from 'rxdb';
import { Subject } from 'rxjs';
import type { StoredEventBulk } from './change-stream.ts';

export const STORAGE_NAME = 'better-sqlite3';

/** An instance's channel to instances of the same collection that don't share its connection. */
export type Relay = {
  post(this: void, bulk: StoredEventBulk): void;
  close(): Promise<void>;
};

/**
 * RxDB's own relay over a BroadcastChannel. It is made to wrap an instance; here it wraps a stand-in that emits
 * only what this instance wrote, because instances in one process tell each other directly and would otherwise
 * hear everything twice, or many times.
 */
export function openRelay<Type>(
  params: RxStorageInstanceCreationParams<Type, Record<string, unknown>>,
  deliver: (bulk: StoredEventBulk) => void,
): Relay | undefined {
  if (!params.multiInstance) return undefined;
  const written = new Subject<StoredEventBulk>();
  const standIn = {
    databaseName: params.databaseName,
    changeStream: () => written.asObservable(),
    close: async () => written.complete(),
    remove: async () => written.complete(),
  };
  // RxDB's relay reads and replaces exactly these four members.
  const relayed = standIn as unknown as RxStorageInstance<Type, unknown, unknown>;
  addRxStorageMultiInstanceSupport(STORAGE_NAME, params, relayed);
  const received = standIn.changeStream().subscribe(deliver);
  return {
    post: (bulk) => written.next(bulk),
    close: async () => {
      received.unsubscribe();
      await standIn.close();
    },
  };
}
