import type { JsonObject } from '#shared/kernel/canonical-json.ts';
import { unpackStamps } from './stamps.ts';
import {
  type Conflict,
  type Device,
  type DeviceProgress,
  NO_SIGN_INS,
  type ServerRecord,
  type StoredEntry,
} from './storage.ts';

// What both databases keep in the same tables: columns under the names the program uses (in quotes, because Postgres
// folds others to lower case), and the values that are stored in another form.

export const ORGANISATION_COLUMNS = `id, name, created_at_ms AS "createdAtMs", version, last_ref AS "lastRef",
  horizon, epoch, epoch_at_ms AS "epochAtMs", device_revision AS "deviceRevision"`;

export const SITE_COLUMNS = 'id, code, name, kind, time_zone AS "timeZone"';

export const CODE_COLUMNS = `code_hash AS hash, site_id AS "siteId", created_at_ms AS "createdAtMs",
  expires_at_ms AS "expiresAtMs", used_by_device_id AS "usedByDeviceId", made_by AS "madeBy",
  made_at_device_id AS "madeAtDeviceId"`;

export const DEVICE_COLUMNS = `id, name, public_key AS "publicKey", site_id AS "siteId", station,
  is_founder AS "isFounder", enrolled_at_ms AS "enrolledAtMs", revoked_at_ms AS "revokedAtMs",
  revoked_by AS "revokedBy", revoked_reason AS "revokedReason", is_wipe_asked AS "isWipeAsked",
  request_counter AS "requestCounter", seen_at_ms AS "seenAtMs", last_seq AS "lastSeq",
  last_hash AS "lastHash", highest_seq AS "highestSeq", incarnation,
  past_incarnations AS "pastIncarnations", schemas, schema_table AS "schemaTable",
  passed_version AS "passedVersion", sign_in AS "signIn"`;

/** SQLite has no truth values: 1 and 0 stand for them. */
type Truth = boolean | number;

export type DeviceRow = Raw<
  Device,
  { isFounder: Truth; isWipeAsked: Truth; pastIncarnations: string; schemaTable: string; signIn: string }
>;

export function deviceOf(row: DeviceRow): Device {
  return {
    ...row,
    isFounder: Boolean(row.isFounder),
    isWipeAsked: Boolean(row.isWipeAsked),
    pastIncarnations: JSON.parse(row.pastIncarnations),
    schemaTable: JSON.parse(row.schemaTable),
    signIn: { ...NO_SIGN_INS, ...JSON.parse(row.signIn) },
  };
}

/** Values of what an exchange changes of a device, in the order of their columns in `DEVICE_COLUMNS`. */
export function progressOf(device: Pick<Device, DeviceProgress>): readonly unknown[] {
  return [
    device.lastSeq,
    device.lastHash,
    device.highestSeq,
    device.incarnation,
    JSON.stringify(device.pastIncarnations),
    device.schemas,
    JSON.stringify(device.schemaTable),
    device.passedVersion,
    JSON.stringify(device.signIn),
  ];
}

export const ENTRY_COLUMNS = `seq, hash, entry AS text, verdict, version, received_at_ms AS "receivedAtMs",
  is_clock_clamped AS "isClockClamped"`;

export type EntryRow = Raw<StoredEntry, { verdict: string; isClockClamped: Truth }>;

export type ReceivedRow = EntryRow & { readonly deviceId: string };

export function entryOf(row: EntryRow): StoredEntry {
  return { ...row, verdict: JSON.parse(row.verdict), isClockClamped: Boolean(row.isClockClamped) };
}

export const RECORD_COLUMNS = `collection, id, ref, kind, site_id AS "siteId",
  schema_version AS "schemaVersion", data, stamps, version, lane0_version AS lane0, lane1_version AS lane1,
  lane2_version AS lane2, lane3_version AS lane3, deleted_by_device_id AS "deletedByDeviceId",
  deleted_at_ms AS "deletedAtMs", arrived_at_ms AS "arrivedAtMs", audience`;

export type RecordRow = Omit<ServerRecord, 'fields' | 'stamps' | 'laneVersions' | 'audience'> & {
  readonly data: string;
  readonly stamps: string;
  readonly lane0: number | null;
  readonly lane1: number | null;
  readonly lane2: number | null;
  readonly lane3: number | null;
  readonly audience: string | null;
};

export function recordOf(row: RecordRow): ServerRecord {
  const fields: JsonObject = JSON.parse(row.data);
  // Member by member: to take the others along with `...` is as slow as reading the row.
  return {
    collection: row.collection,
    id: row.id,
    ref: row.ref,
    kind: row.kind,
    siteId: row.siteId,
    schemaVersion: row.schemaVersion,
    fields,
    stamps: unpackStamps(row.stamps, fields),
    version: row.version,
    laneVersions: [row.lane0 ?? 0, row.lane1 ?? 0, row.lane2 ?? 0, row.lane3 ?? 0],
    deletedByDeviceId: row.deletedByDeviceId,
    deletedAtMs: row.deletedAtMs,
    arrivedAtMs: row.arrivedAtMs,
    audience: row.audience === null ? [] : JSON.parse(row.audience),
  };
}

export const CONFLICT_COLUMNS = `version, collection, record_id AS "recordId", field,
  standing_device_id AS "standingDeviceId", standing_value AS "standingValue",
  sent_device_id AS "sentDeviceId", sent_value AS "sentValue", standing_hlc AS "standingHlc",
  sent_hlc AS "sentHlc", sent_by AS "sentBy", decision, result_value AS "resultValue",
  noted_at_ms AS "notedAtMs"`;

export type ConflictRow = Raw<
  Conflict,
  { standingValue: string; sentValue: string; resultValue: string; sentBy: string }
>;

export function conflictOf(row: ConflictRow): Conflict {
  return {
    ...row,
    standingValue: JSON.parse(row.standingValue),
    sentValue: JSON.parse(row.sentValue),
    sentBy: JSON.parse(row.sentBy),
    resultValue: JSON.parse(row.resultValue),
  };
}

/** A row as the databases give it: some columns in their stored form. */
type Raw<Value, Stored> = Omit<Value, keyof Stored> & Stored;
