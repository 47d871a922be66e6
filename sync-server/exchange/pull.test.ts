import { describe, expect, test } from 'vitest';
import { formatHlc } from '#shared/kernel/clock.ts';
import type { ServerRecord } from '../storage/storage.ts';
import { ownSchemas } from '#shared/sync/schemas.ts';
import type { PerLane } from '#shared/sync/wire.ts';
import { deltaOf } from './delta.ts';

const vessel = { id: 'AUR-site', code: 'AUR', name: 'MV Aurora', kind: 'vessel', timeZone: 'UTC' } as const;
const office = { ...vessel, id: 'OFF-site', code: 'OFF', kind: 'office' } as const;

function stamp(version: number, deviceId: string, foreignVersion = 0) {
  return { version, hlc: formatHlc(version, 0), deviceId, foreignVersion, lane: 1 as const };
}

/** Made by A at version 3, place changed by B at 5, title by A at 7. */
const record: ServerRecord = {
  collection: 'incidents',
  id: 'r',
  kind: 'incident',
  siteId: vessel.id,
  schemaVersion: 1,
  fields: { title: 'Fire', place: 'Galley', description: 'Smoke' },
  stamps: { title: stamp(7, 'A'), place: stamp(5, 'B'), description: stamp(3, 'A') },
  ref: 1,
  version: 7,
  laneVersions: [0, 7, 0, 0],
  deletedByDeviceId: null,
  deletedAtMs: null,
  arrivedAtMs: 1_000,
  audience: [],
};

function delta(
  changes: Partial<ServerRecord>,
  deviceId: string,
  since: number,
  site: typeof vessel | typeof office = vessel,
) {
  const perLane: PerLane = [since, since, since, since];
  const asking = { deviceId, site, since: perLane, began: 0, echo: false, schemas: ownSchemas() };
  const found = deltaOf({ ...record, ...changes }, asking);
  return found && { op: found.op, version: found.version, fields: found.fields };
}

describe('what a device is told of a record', () => {
  test('fields set after its cursor by anybody else', () => {
    expect(delta({}, 'C', 0)).toEqual({ op: 'upsert', version: 7, fields: record.fields });
    expect(delta({}, 'C', 4)).toEqual({
      op: 'upsert',
      version: 7,
      fields: { title: 'Fire', place: 'Galley' },
    });
    expect(delta({}, 'A', 4)).toEqual({ op: 'upsert', version: 7, fields: { place: 'Galley' } });
    expect(delta({}, 'B', 4)).toEqual({ op: 'upsert', version: 7, fields: { title: 'Fire' } });
  });

  test('nothing where only its own work happened since', () => {
    expect(delta({}, 'A', 5)).toBeUndefined();
  });

  test('the new version alone where its own value was combined with one it did not know', () => {
    const stamps = { ...record.stamps, title: stamp(7, 'A', 6) };
    expect(delta({ stamps }, 'A', 5)).toEqual({ op: 'upsert', version: 7, fields: {} });
    expect(delta({ stamps }, 'A', 6)).toBeUndefined();
  });

  test('a deletion, unless it was its own', () => {
    expect(delta({ deletedByDeviceId: 'B', deletedAtMs: 1 }, 'A', 6)).toEqual({
      op: 'delete',
      version: 7,
      fields: {},
    });
    expect(delta({ deletedByDeviceId: 'A', deletedAtMs: 1 }, 'A', 6)).toBeUndefined();
  });

  test("nothing of another site's records; an office sees all; people stay at home", () => {
    const elsewhere = { siteId: 'BOR-site' };
    expect(delta(elsewhere, 'C', 0)).toBeUndefined();
    expect(delta(elsewhere, 'C', 0, office)?.version).toBe(7);
    expect(delta({ siteId: '*' }, 'C', 0)?.version).toBe(7);
    expect(delta({ siteId: '*', kind: 'credential' }, 'C', 0)).toBeUndefined();
    expect(delta({ siteId: '*', kind: 'credential' }, 'C', 0, office)?.version).toBe(7);
  });
});
