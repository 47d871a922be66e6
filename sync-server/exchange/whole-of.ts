import { COLLECTIONS, type Entity } from '#shared/kernel/define-entity.ts';
import type { Change } from '#shared/sync/entry.ts';
import type { RecordKey } from '../storage/storage.ts';

/** The record that a change's record is a part of: in the collection that it names, or in its own. */
export function wholeOf(
  { fields, collection }: Pick<Change, 'fields' | 'collection'>,
  { partOf }: Pick<Entity, 'partOf'>,
): RecordKey | undefined {
  const id = partOf === undefined ? undefined : fields[partOf];
  if (typeof id !== 'string') return undefined;
  const named = COLLECTIONS.find((one) => one === fields['ownerCollection']);
  return { collection: named ?? collection, id };
}
