import type { StoredRecord } from '#shared/kernel/define-entity.ts';
import type { ServerRecord } from '../storage/storage.ts';

/** A record as domains know it. */
export function plainRecord({ id, kind, siteId, fields }: ServerRecord): StoredRecord {
  return { ...fields, id, kind, siteId };
}
