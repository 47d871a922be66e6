import { entityOf } from '#shared/domains/registry.ts';
import type { CollectionName, StoredRecord } from '#shared/kernel/define-entity.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import { recordInText } from '../record-writer.ts';
import type { ArchivedRecords, Stub } from './archived-records.ts';

/** An archived record that search has found. Of a month that can't be read: what is known of it without. */
export function archivedForSearch(
  archived: ArchivedRecords,
  collection: CollectionName,
  id: string,
): StoredRecord | undefined {
  const stub = archived.stub(collection, id);
  if (stub === undefined) return undefined;
  try {
    return recordInText(archived.textOf(stub));
  } catch (error) {
    if (!isDomainError(error) || error.code !== 'archive-unreadable') throw error;
    return standIn(stub);
  }
}

function standIn({ id, kind, siteId, rootId, month }: Stub): StoredRecord {
  const entity = entityOf(kind);
  const [field] = entity?.searchable ?? [];
  return {
    id,
    kind,
    siteId,
    ...(field === undefined ? {} : { [field]: `(archive/${month}.sqlite can't be read)` }),
    ...(entity?.partOf === undefined ? {} : { [entity.partOf]: rootId }),
  };
}
