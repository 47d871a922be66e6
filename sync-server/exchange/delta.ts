import type { Json } from '#shared/kernel/canonical-json.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import { entityOf } from '#shared/domains/registry.ts';
import type { FieldStamp } from '#shared/sync/merge.ts';
import type { SchemaTable } from '#shared/sync/schemas.ts';
import type { ExchangeRequest, RecordDelta } from '#shared/sync/wire.ts';
import type { ServerRecord } from '../storage/storage.ts';
import { arrivalAt, departureFrom, isReadable } from './scope.ts';
import { knowsField } from './view.ts';

/** Who asks, and what they have. */
export type Asking = Pick<ExchangeRequest, 'since' | 'began' | 'echo'> & {
  readonly deviceId: string;
  readonly site: Site;
  readonly schemas: SchemaTable;
};

/**
 * What a device is told of a record: the fields set after `since` by anybody else, whatever lane they came
 * in, so that the record's version is a base for changes. Fields it set itself are left out, unless it asks
 * for them; where the merge made something else of them, the verdict's `overridden` says so.
 *
 * A record in which nothing but the device's own work happened is left out whole. One whose value was
 * combined from the device's and somebody else's is sent even without fields: the device then knows the
 * other part, and its next change must not be merged with it again, so it needs the new base.
 */
export function deltaOf(record: ServerRecord, asking: Asking): RecordDelta | undefined {
  const { site, schemas } = asking;
  if ((schemas[record.kind] ?? 0) === 0) return undefined;
  if (!isReadable(record, site)) return evictionOf(record, asking);
  if (record.deletedAtMs !== null) return deletionOf(record, asking);
  return changesOf(record, asking);
}

function evictionOf(record: ServerRecord, { site, since }: Asking): RecordDelta | undefined {
  const departure = departureFrom(record, site);
  // Who has received nothing yet in that lane does not have the record.
  if (departure === undefined || departure.since <= since[departure.lane]) return undefined;
  return { ...envelopeOf(record), op: 'evict', fields: {} };
}

function deletionOf(record: ServerRecord, asking: Asking): RecordDelta | undefined {
  const { deviceId, since, began, echo } = asking;
  if (record.deletedByDeviceId === deviceId && !echo) return undefined;
  // Who begins with nothing was never told of what was gone by then.
  const isNewcomer = began === 0 && since.every((version) => version === 0);
  if (isNewcomer || record.version <= began) return undefined;
  return { ...envelopeOf(record), op: 'delete', fields: {} };
}

function changesOf(record: ServerRecord, asking: Asking): RecordDelta | undefined {
  const { deviceId, site, since, echo } = asking;
  // A few: most fields share the stamp of the entry that made the record.
  const stamps = [...new Set(Object.values(record.stamps))];
  const arrival = arrivalAt(record, site);
  const isNewHere =
    (arrival !== undefined && arrival.since > since[arrival.lane]) || isUnheardOf(stamps, asking);
  const told = new Set(
    stamps.filter(
      ({ version, lane, deviceId: setBy }) =>
        isNewHere || (version > since[lane] && (echo || setBy !== deviceId)),
    ),
  );
  const sinceMin = Math.min(...since);
  const hasForeignPart = stamps.some(({ foreignVersion }) => foreignVersion > sinceMin);
  if (told.size === 0 && !hasForeignPart) return undefined;
  return { ...envelopeOf(record), op: 'upsert', fields: fieldsOf(record, told, asking) };
}

/**
 * Nothing of the record can have been told before, and somebody else had a part in it. A device may have
 * changed it all the same: a server that was put back got the record again only after that change was made.
 */
function isUnheardOf(stamps: readonly FieldStamp[], { deviceId, since }: Asking): boolean {
  return (
    stamps.every(({ version, lane }) => version > since[lane]) &&
    stamps.some((stamp) => stamp.deviceId !== deviceId)
  );
}

/** A move stands among the stamps, and in the envelope, not among the fields. */
function fieldsOf(
  record: ServerRecord,
  told: ReadonlySet<FieldStamp>,
  { schemas, since }: Asking,
): { [field: string]: Json } {
  const { kind, schemaVersion } = record;
  const entity = entityOf(kind);
  const current =
    entity === undefined || entity.version === schemaVersion
      ? record.fields
      : entity.upgrade(record.fields, schemaVersion);
  const fields: { [field: string]: Json } = {};
  for (const [field, stamp] of told.size === 0 ? [] : Object.entries(record.stamps)) {
    const value = told.has(stamp) ? current[field] : undefined;
    if (value !== undefined && knowsField(schemas, kind, field)) fields[field] = value;
  }
  // Fields that an upgrade has added bear no stamp: they come with the record when it is told for the first time.
  if (current !== record.fields && since.every((version) => version < record.version)) {
    for (const [field, value] of Object.entries(current)) {
      if (!Object.hasOwn(record.stamps, field) && knowsField(schemas, kind, field)) fields[field] = value;
    }
  }
  return fields;
}

function envelopeOf({ collection, id, kind, siteId, version, ref, arrivedAtMs }: ServerRecord) {
  return { collection, id, kind, siteId, version, ref, arrivedAtMs };
}
