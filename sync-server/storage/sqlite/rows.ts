import type { Conflict, Device, ServerRecord, StoredEntry } from '../storage.ts';

/** Columns under the names the program uses, and the few values that SQLite keeps in another form. */
export const SITE_COLUMNS = 'id, code, name, kind, time_zone AS timeZone';

export const CODE_COLUMNS = `code_hash AS hash, site_id AS siteId, created_at_ms AS createdAtMs,
  expires_at_ms AS expiresAtMs, used_by_device_id AS usedByDeviceId`;

export const DEVICE_COLUMNS = `id, name, public_key AS publicKey, site_id AS siteId, station,
  is_founder AS isFounder, enrolled_at_ms AS enrolledAtMs, revoked_at_ms AS revokedAtMs,
  request_counter AS requestCounter, seen_at_ms AS seenAtMs, last_seq AS lastSeq, last_hash AS lastHash`;

export function deviceOf(row: Raw<Device, { isFounder: number }> | undefined): Device | undefined {
  return row && { ...row, isFounder: row.isFounder === 1 };
}

export const ENTRY_COLUMNS = `seq, hash, entry AS text, verdict, version, received_at_ms AS receivedAtMs,
  is_clock_clamped AS isClockClamped`;

export function entryOf(
  row: Raw<StoredEntry, { verdict: string; isClockClamped: number }> | undefined,
): StoredEntry | undefined {
  return row && { ...row, verdict: JSON.parse(row.verdict), isClockClamped: row.isClockClamped === 1 };
}

export const RECORD_COLUMNS = `collection, id, kind, site_id AS siteId, schema_version AS schemaVersion,
  data AS fields, stamps, version, deleted_by_device_id AS deletedByDeviceId, arrived_at_ms AS arrivedAtMs`;

export function recordOf(
  row: Raw<ServerRecord, { fields: string; stamps: string }> | undefined,
): ServerRecord | undefined {
  return row && { ...row, fields: JSON.parse(row.fields), stamps: JSON.parse(row.stamps) };
}

export const CONFLICT_COLUMNS = `version, collection, record_id AS recordId, field,
  standing_device_id AS standingDeviceId, standing_value AS standingValue, sent_device_id AS sentDeviceId,
  sent_value AS sentValue, decision, result_value AS resultValue, noted_at_ms AS notedAtMs`;

export function conflictOf(
  row: Raw<Conflict, { standingValue: string; sentValue: string; resultValue: string }>,
): Conflict {
  return {
    ...row,
    standingValue: JSON.parse(row.standingValue),
    sentValue: JSON.parse(row.sentValue),
    resultValue: JSON.parse(row.resultValue),
  };
}

/** A row as SQLite gives it: some columns in their stored form. */
type Raw<Value, Stored> = Omit<Value, keyof Stored> & Stored;
