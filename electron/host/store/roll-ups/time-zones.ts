import { z } from 'zod';
import { site } from '#shared/domains/settings/schema.ts';
import type { StoredRecord } from '#shared/kernel/define-entity.ts';
import { UNKNOWN_ZONE } from '#shared/kernel/sums.ts';
import type { SqliteConnection } from '../connection.ts';
import { viewOf } from '../record-tables.ts';
import { connectionOf } from '../rx-storage/connection.ts';

export function timeZoneOf(record: StoredRecord | undefined): string {
  return record === undefined ? UNKNOWN_ZONE : z.string().parse(record['timeZone']);
}

/** Time zones of sites as they stand now, each looked up once. */
export function zoneReader(db: SqliteConnection): (siteId: string) => string {
  const zones = new Map<string, string>();
  return (siteId) => {
    const zone = zones.get(siteId) ?? readZone(db, siteId);
    zones.set(siteId, zone);
    return zone;
  };
}

function readZone(db: SqliteConnection, siteId: string): string {
  const zone: unknown = connectionOf(db)
    .statement(`SELECT timeZone FROM ${viewOf(site)} WHERE id = ?`)
    .pluck()
    .get(siteId);
  return zone === undefined ? UNKNOWN_ZONE : z.string().parse(zone);
}
