import { domains, entityOf } from '#shared/domains/registry.ts';
import type { Entity, StoredRecord } from '#shared/kernel/define-entity.ts';
import { ARCHIVED_LIST } from '#shared/kernel/archived-list.ts';
import type { ReadModel } from '../read-model-build.ts';
import type { ArchivedRecords } from './archived-records.ts';

const listed = domains
  .flatMap(({ entities }) => entities)
  .filter(({ listedInArchive }) => listedInArchive.length > 0);

/** What stays in the store of an archived record, as JSON; undefined where no list shows such records. */
export function listedOf({ listedInArchive }: Entity, record: StoredRecord): string | undefined {
  if (listedInArchive.length === 0) return undefined;
  return JSON.stringify(
    Object.fromEntries(['siteId', ...listedInArchive].map((field) => [field, record[field]])),
  );
}

/**
 * What lists show of archived records, filled anew from the monthly files when other fields are wanted. The archive
 * itself keeps it: records are added when they go there and leave when they come back.
 */
export function archivedListModel(archived: ArchivedRecords): ReadModel {
  return {
    name: ARCHIVED_LIST.table,
    definition: listed.map(({ kind, listedInArchive }) => [kind, ...listedInArchive]),
    collections: [...new Set(listed.map(({ collection }) => collection))],
    isOfArchive: true,
    clear: () => archived.unlistAll(),
    add(records) {
      for (const { record } of records) {
        const entity = entityOf(record.kind);
        const fields = entity === undefined ? undefined : listedOf(entity, record);
        if (entity !== undefined && fields !== undefined)
          archived.list({ collection: entity.collection, id: record.id, kind: record.kind }, fields);
      }
    },
  };
}
