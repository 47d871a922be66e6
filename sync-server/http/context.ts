import type { Clock } from '#shared/kernel/clock.ts';
import type { Blobs } from '../blobs/blob-store.ts';
import type { PartStore } from '../blobs/part-store.ts';
import type { Quarantine } from '../blobs/quarantine.ts';
import { organisationOf } from '../enrolment/administer.ts';
import type { NewsBus } from '../news/news-bus.ts';
import type { Operations } from '../operations/operations.ts';
import type { Storage, StorageTx } from '../storage/storage.ts';

/** What every route works with. */
export type ServerContext = {
  readonly storage: Storage;
  readonly blobs: Blobs;
  readonly parts: PartStore;
  readonly quarantine: Quarantine;
  readonly news: NewsBus;
  readonly clock: Clock;
  readonly operations: Operations;
  /** It listens to gateways that hand on calls and text messages. */
  readonly takesCalls: boolean;
};

/** A transaction of the server's organisation; `not-set-up` before there is one. */
export async function inOrganisation<T>(
  { storage }: Pick<ServerContext, 'storage'>,
  work: (tx: StorageTx) => Promise<T>,
): Promise<T> {
  const { id } = await organisationOf(storage);
  return storage.transaction(id, work);
}
