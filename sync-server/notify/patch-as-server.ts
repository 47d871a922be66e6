import type { Json, JsonObject } from '#shared/kernel/canonical-json.ts';
import { formatHlc } from '#shared/kernel/clock.ts';
import type { Lane } from '#shared/kernel/define-command.ts';
import type { Entity } from '#shared/kernel/define-entity.ts';
import { type FieldStamp, mergeField } from '#shared/sync/merge.ts';
import type { PerLane } from '#shared/sync/wire.ts';
import { SERVER_DEVICE_ID } from '../enrolment/put-as-server.ts';
import { parseFields } from '../exchange/parse-record.ts';
import type { ServerRecord, StorageTx } from '../storage/storage.ts';

/**
 * Sets fields of a record as the server itself, under a version of its own: consoles receive it like any other
 * change. It knows all that stands, so nothing of it is in conflict. Returns the organisation's new version;
 * undefined when the record is gone, or nothing is to be set. `fields` sees the record as it stands under the lock.
 */
export async function patchAsServer(
  tx: StorageTx,
  { entity, id, lane, nowMs }: { entity: Entity; id: string; lane: Lane; nowMs: number },
  fields: (standing: ServerRecord) => JsonObject,
): Promise<number | undefined> {
  const organisation = await tx.lockOrganisation();
  const [standing] = await tx.records([{ collection: entity.collection, id }]);
  if (standing === undefined || standing.kind !== entity.kind || standing.deletedByDeviceId !== null) {
    return undefined;
  }
  const changed = fields(standing);
  if (Object.keys(changed).length === 0) return undefined;
  const version = organisation.version + 1;
  await tx.putRecords([patched(standing, changed, { entity, version, lane, nowMs })]);
  await tx.saveOrganisation({ ...organisation, version });
  return version;
}

function patched(
  standing: ServerRecord,
  fields: JsonObject,
  { entity, version, lane, nowMs }: { entity: Entity; version: number; lane: Lane; nowMs: number },
): ServerRecord {
  const values: { [field: string]: Json } = { ...entity.upgrade(standing.fields, standing.schemaVersion) };
  const stamps: { [field: string]: FieldStamp } = { ...standing.stamps };
  const incoming = {
    base: version - 1,
    version,
    hlc: formatHlc(nowMs, 0),
    deviceId: SERVER_DEVICE_ID,
    lane,
    isHome: false,
  };
  for (const [field, value] of Object.entries(fields)) {
    const stamp = stamps[field];
    const known = stamp === undefined ? undefined : { value: values[field] ?? null, stamp };
    const merged = mergeField(entity, field, known, { ...incoming, value });
    values[field] = merged.value;
    stamps[field] = merged.stamp;
  }
  const laneVersions: PerLane = [...standing.laneVersions];
  laneVersions[lane] = version;
  return {
    ...standing,
    fields: parseFields(entity, standing, values),
    stamps,
    schemaVersion: entity.version,
    version,
    laneVersions,
  };
}
