import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { StoredRecord } from '#shared/kernel/define-entity.ts';
import type { Entry } from '#shared/sync/entry.ts';

/** The records that a journal tells of, made from nothing but its entries. */
export function replay(entries: readonly Entry[]): Map<string, StoredRecord> {
  const records = new Map<string, StoredRecord>();
  for (const { changes } of entries) {
    for (const { collection, kind, id, siteId, op, fields } of changes) {
      const key = `${collection}/${id}`;
      if (op === 'delete') records.delete(key);
      else records.set(key, { ...records.get(key), ...fields, id, kind, siteId });
    }
  }
  return new Map([...records].map(([key, record]) => [key, sortedRecord(record)]));
}

/** With its fields in one order, so that two of the same content have the same text. */
export function sortedRecord(record: StoredRecord): StoredRecord {
  // The canonical text of a record is a record.
  return JSON.parse(canonicalJson(record)) as StoredRecord;
}
