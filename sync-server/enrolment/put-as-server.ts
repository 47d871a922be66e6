import type { JsonObject } from '#shared/kernel/canonical-json.ts';
import { formatHlc } from '#shared/kernel/clock.ts';
import type { Lane } from '#shared/kernel/define-command.ts';
import type { Entity } from '#shared/kernel/define-entity.ts';
import type { PerLane } from '#shared/sync/wire.ts';
import type { ServerRecord, StorageTx } from '../storage/storage.ts';

/** Stamped on what the server itself sets. No device can have it: device ids are longer. */
export const SERVER_DEVICE_ID = 'server';

export type ServerWrite = {
  readonly entity: Pick<Entity, 'collection' | 'kind' | 'version'>;
  readonly id: string;
  readonly siteId: string;
  readonly fields: JsonObject;
  readonly lane: Lane;
  readonly setAtMs: number;
  readonly arrivedAtMs: number;
};

/** Writes new records that no device sent, each under a version of its own. */
export async function putAsServer(tx: StorageTx, writes: readonly ServerWrite[]): Promise<void> {
  const organisation = await tx.lockOrganisation();
  const { version, lastRef } = organisation;
  await tx.putRecords(
    writes.map((write, index) => recordOf(write, { version: version + index + 1, ref: lastRef + index + 1 })),
  );
  const count = writes.length;
  await tx.saveOrganisation({ ...organisation, version: version + count, lastRef: lastRef + count });
}

function recordOf(write: ServerWrite, { version, ref }: { version: number; ref: number }): ServerRecord {
  const { entity, id, siteId, fields, lane, setAtMs, arrivedAtMs } = write;
  const laneVersions: PerLane = [0, 0, 0, 0];
  laneVersions[lane] = version;
  const stamp = {
    version,
    hlc: formatHlc(setAtMs, 0),
    deviceId: SERVER_DEVICE_ID,
    foreignVersion: 0,
    lane,
  };
  return {
    collection: entity.collection,
    id,
    ref,
    kind: entity.kind,
    siteId,
    schemaVersion: entity.version,
    fields,
    stamps: Object.fromEntries(Object.keys(fields).map((field) => [field, stamp])),
    version,
    laneVersions,
    deletedByDeviceId: null,
    deletedAtMs: null,
    arrivedAtMs,
    audience: [],
  };
}
