import type { DemonstrationFleet } from '#shared/demo/fleet.ts';
import { entityOf } from '#shared/domains/registry.ts';
import { must } from '#shared/kernel/assert.ts';
import type { Json, JsonObject } from '#shared/kernel/canonical-json.ts';
import { formatHlc, msOf } from '#shared/kernel/clock.ts';
import type { ServerRecord, Storage, StorageTx } from '../storage/storage.ts';
import { createOrganisation, SERVER_DEVICE_ID } from './administer.ts';

/** Minutes after which a record of the demonstration is said to have arrived: a ship with a fair link. */
const ARRIVAL_DELAY_MS = 4 * 60_000;

type FleetRecord = DemonstrationFleet['sites' | 'people' | 'credentials' | 'incidents' | 'events'][number];

/** Makes an empty server the one of the demonstration company, with its people and two years of incidents. */
export async function fillWithDemonstration(
  storage: Storage,
  fleet: DemonstrationFleet,
  nowMs: number,
): Promise<void> {
  const { id } = await createOrganisation(storage, fleet.organisationName, nowMs);
  await storage.transaction(id, async (tx) => {
    for (const { id: siteId, code, name, siteKind, timeZone } of fleet.sites) {
      await tx.insertSite({ id: siteId, code, name, kind: siteKind, timeZone }, nowMs);
    }
    const records = [
      ...fleet.sites,
      ...fleet.people,
      ...fleet.credentials,
      ...fleet.incidents,
      ...fleet.events,
    ];
    for (const record of records) await putAsServer(tx, record, nowMs);
  });
}

async function putAsServer(tx: StorageTx, record: FleetRecord, nowMs: number): Promise<void> {
  const entity = must(entityOf(record.kind), `entity ${record.kind}`);
  const happenedMs = happenedAtMs(record) ?? nowMs - ARRIVAL_DELAY_MS;
  const version = await tx.nextVersion();
  const fields = fieldsOf(record);
  const stamp = { version, hlc: formatHlc(happenedMs, 0), deviceId: SERVER_DEVICE_ID, foreignVersion: 0 };
  const stored: ServerRecord = {
    collection: entity.collection,
    id: record.id,
    kind: record.kind,
    siteId: record.siteId,
    schemaVersion: entity.version,
    fields,
    stamps: Object.fromEntries(Object.keys(fields).map((field) => [field, stamp])),
    version,
    deletedByDeviceId: null,
    arrivedAtMs: happenedMs + ARRIVAL_DELAY_MS,
  };
  await tx.putRecord(stored);
}

function happenedAtMs(record: FleetRecord): number | undefined {
  if (record.kind === 'incident-event') return msOf(record.at);
  return record.kind === 'incident' ? msOf(record.reportedAt) : undefined;
}

function fieldsOf(record: FleetRecord): JsonObject {
  const fields: { [field: string]: Json } = {};
  for (const [field, value] of Object.entries(record)) {
    if (field !== 'id' && field !== 'kind' && field !== 'siteId') fields[field] = value;
  }
  return fields;
}
