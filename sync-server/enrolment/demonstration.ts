import type { DemonstrationFleet } from '#shared/demo/fleet.ts';
import { entityOf } from '#shared/domains/registry.ts';
import { must } from '#shared/kernel/assert.ts';
import type { Json, JsonObject } from '#shared/kernel/canonical-json.ts';
import { msOf } from '#shared/kernel/clock.ts';
import type { Storage } from '../storage/storage.ts';
import { createOrganisation } from './administer.ts';
import { putAsServer, type ServerWrite } from './put-as-server.ts';

/** Minutes after which a record of the demonstration is said to have arrived: a ship with a fair link. */
const ARRIVAL_DELAY_MS = 4 * 60_000;

type FleetRecord = DemonstrationFleet[
  | 'sites'
  | 'people'
  | 'credentials'
  | 'incidents'
  | 'events'
  | 'parts'][number];

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
      ...fleet.parts,
    ];
    await putAsServer(
      tx,
      records.map((record) => writeOf(record, nowMs)),
    );
  });
}

function writeOf(record: FleetRecord, nowMs: number): ServerWrite {
  const entity = must(entityOf(record.kind), `entity ${record.kind}`);
  const setAtMs = happenedAtMs(record) ?? nowMs - ARRIVAL_DELAY_MS;
  const { id, siteId } = record;
  // As the commands that make such records: incidents are operations, the rest is reference data.
  const lane = entity.collection === 'incidents' ? 1 : 2;
  return {
    entity,
    id,
    siteId,
    fields: fieldsOf(record),
    lane,
    setAtMs,
    arrivedAtMs: setAtMs + ARRIVAL_DELAY_MS,
  };
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
