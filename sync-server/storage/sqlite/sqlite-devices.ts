import type { DeviceTx, EnrolmentCode } from '../storage.ts';
import { CODE_COLUMNS, DEVICE_COLUMNS, deviceOf, type DeviceRow, progressOf } from '../rows.ts';
import type { Scoped } from './scoped.ts';

const REVISED = 'UPDATE organisations SET device_revision = device_revision + 1 WHERE id = ?';

export function deviceTx(on: Scoped): DeviceTx {
  return { ...codeTx(on), ...deviceRows(on), ...deviceProgress(on) };
}

type Codes = Pick<DeviceTx, 'insertCode' | 'code' | 'useCode' | 'openCodes' | 'endCode'>;

function codeTx(on: Scoped): Codes {
  return {
    async insertCode(code) {
      on.run(
        `INSERT INTO enrolment_codes (organisation_id, code_hash, site_id, created_at_ms, expires_at_ms, made_by,
           made_at_device_id)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        code.hash,
        code.siteId,
        code.createdAtMs,
        code.expiresAtMs,
        code.madeBy,
        code.madeAtDeviceId,
      );
    },
    async code(hash) {
      return on.one<EnrolmentCode>(
        `SELECT ${CODE_COLUMNS} FROM enrolment_codes WHERE organisation_id = ? AND code_hash = ?`,
        hash,
      );
    },
    async useCode(hash, deviceId) {
      on.set(
        'UPDATE enrolment_codes SET used_by_device_id = ? WHERE organisation_id = ? AND code_hash = ?',
        [deviceId],
        hash,
      );
    },
    async openCodes(nowMs) {
      return on.all<EnrolmentCode>(
        `SELECT ${CODE_COLUMNS} FROM enrolment_codes
         WHERE organisation_id = ? AND used_by_device_id IS NULL AND expires_at_ms > ?
         ORDER BY created_at_ms, code_hash`,
        nowMs,
      );
    },
    async endCode(hash, nowMs) {
      on.set(
        `UPDATE enrolment_codes SET expires_at_ms = min(expires_at_ms, ?)
         WHERE organisation_id = ? AND code_hash = ? AND used_by_device_id IS NULL`,
        [nowMs],
        hash,
      );
    },
  };
}

type Rows = Pick<DeviceTx, 'device' | 'devices' | 'insertDevice'>;

function deviceRows(on: Scoped): Rows {
  return {
    async device(id) {
      const row = on.one<DeviceRow>(
        `SELECT ${DEVICE_COLUMNS} FROM devices WHERE organisation_id = ? AND id = ?`,
        id,
      );
      return row && deviceOf(row);
    },
    async devices() {
      const sql = `SELECT ${DEVICE_COLUMNS} FROM devices WHERE organisation_id = ? ORDER BY enrolled_at_ms, id`;
      return on.all<DeviceRow>(sql).map(deviceOf);
    },
    async insertDevice(device) {
      on.run(
        `INSERT INTO devices (organisation_id, id, name, public_key, site_id, station, is_founder, enrolled_at_ms,
           revoked_at_ms, revoked_by, revoked_reason, is_wipe_asked, request_counter, seen_at_ms, last_seq, last_hash,
           highest_seq, incarnation, past_incarnations, schemas, schema_table, passed_version, sign_in)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        device.id,
        device.name,
        device.publicKey,
        device.siteId,
        device.station,
        device.isFounder ? 1 : 0,
        device.enrolledAtMs,
        device.revokedAtMs,
        device.revokedBy,
        device.revokedReason,
        device.isWipeAsked ? 1 : 0,
        device.requestCounter,
        device.seenAtMs,
        ...progressOf(device),
      );
    },
  };
}

function deviceProgress(on: Scoped): Omit<DeviceTx, keyof Rows | keyof Codes> {
  return {
    async noteRequest(deviceId, counter, seenAtMs) {
      on.set(
        'UPDATE devices SET request_counter = ?, seen_at_ms = ? WHERE organisation_id = ? AND id = ?',
        [counter, seenAtMs],
        deviceId,
      );
    },
    async saveDevice(device) {
      on.set(
        `UPDATE devices SET last_seq = ?, last_hash = ?, highest_seq = ?, incarnation = ?, past_incarnations = ?,
           schemas = ?, schema_table = ?, passed_version = ?, sign_in = ? WHERE organisation_id = ? AND id = ?`,
        progressOf(device),
        device.id,
      );
    },
    async moveDevice(deviceId, siteId, station) {
      on.run(REVISED);
      on.set(
        'UPDATE devices SET site_id = ?, station = ? WHERE organisation_id = ? AND id = ?',
        [siteId, station],
        deviceId,
      );
    },
    async revokeDevice(deviceId, revokedAtMs, isWipeAsked, why = { revokedBy: '', revokedReason: '' }) {
      on.run(REVISED);
      on.set(
        `UPDATE devices SET revoked_at_ms = coalesce(revoked_at_ms, ?), is_wipe_asked = max(is_wipe_asked, ?),
           revoked_by = iif(revoked_at_ms IS NULL, ?, revoked_by),
           revoked_reason = iif(revoked_at_ms IS NULL, ?, revoked_reason)
         WHERE organisation_id = ? AND id = ?`,
        [revokedAtMs, isWipeAsked ? 1 : 0, why.revokedBy, why.revokedReason],
        deviceId,
      );
    },
  };
}
