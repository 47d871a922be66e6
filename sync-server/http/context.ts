import type { Clock } from '#shared/kernel/clock.ts';
import type { BlobStore } from '../blobs/blob-store.ts';
import { organisationOf } from '../enrolment/administer.ts';
import type { Storage, StorageTx } from '../storage/storage.ts';

/** What every route works with. */
export type ServerContext = {
  readonly storage: Storage;
  readonly blobs: BlobStore;
  readonly clock: Clock;
};

/** A transaction of the server's organisation; `not-set-up` before there is one. */
export async function inOrganisation<T>(
  { storage }: Pick<ServerContext, 'storage'>,
  work: (tx: StorageTx) => Promise<T>,
): Promise<T> {
  const { id } = await organisationOf(storage);
  return storage.transaction(id, work);
}
