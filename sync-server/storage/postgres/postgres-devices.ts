import type { DeviceTx, EnrolmentCode } from '../storage.ts';
import { CODE_COLUMNS, DEVICE_COLUMNS, deviceOf, type DeviceRow, progressOf } from '../rows.ts';
import type { Scoped } from './scoped.ts';

const ONE_DEVICE = 'WHERE organisation_id = $1 AND id = $2';

/** Before the device: an exchange takes the two rows in this order too. */
const REVISED = 'UPDATE organisations SET device_revision = device_revision + 1 WHERE id = $1';

export function deviceTx(on: Scoped): DeviceTx {
  return { ...codeTx(on), ...knownDeviceTx(on), ...changingDeviceTx(on) };
}

type Codes = Pick<DeviceTx, 'insertCode' | 'code' | 'useCode' | 'openCodes' | 'endCode'>;

function codeTx(on: Scoped): Codes {
  return {
    async insertCode(code) {
      await on.run(
        `INSERT INTO enrolment_codes (organisation_id, code_hash, site_id, created_at_ms, expires_at_ms, made_by,
           made_at_device_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        code.hash,
        code.siteId,
        code.createdAtMs,
        code.expiresAtMs,
        code.madeBy,
        code.madeAtDeviceId,
      );
    },
    code: (hash) =>
      on.one<EnrolmentCode>(
        `SELECT ${CODE_COLUMNS} FROM enrolment_codes WHERE organisation_id = $1 AND code_hash = $2`,
        hash,
      ),
    async useCode(hash, deviceId) {
      await on.run(
        'UPDATE enrolment_codes SET used_by_device_id = $3 WHERE organisation_id = $1 AND code_hash = $2',
        hash,
        deviceId,
      );
    },
    openCodes: (nowMs) =>
      on.all<EnrolmentCode>(
        `SELECT ${CODE_COLUMNS} FROM enrolment_codes
         WHERE organisation_id = $1 AND used_by_device_id IS NULL AND expires_at_ms > $2
         ORDER BY created_at_ms, code_hash`,
        nowMs,
      ),
    async endCode(hash, nowMs) {
      await on.run(
        `UPDATE enrolment_codes SET expires_at_ms = least(expires_at_ms, $3)
         WHERE organisation_id = $1 AND code_hash = $2 AND used_by_device_id IS NULL`,
        hash,
        nowMs,
      );
    },
  };
}

function knownDeviceTx(on: Scoped): Pick<DeviceTx, 'device' | 'devices' | 'insertDevice'> {
  return {
    async device(id) {
      const row = await on.one<DeviceRow>(`SELECT ${DEVICE_COLUMNS} FROM devices ${ONE_DEVICE}`, id);
      return row && deviceOf(row);
    },
    async devices() {
      const rows = await on.all<DeviceRow>(
        `SELECT ${DEVICE_COLUMNS} FROM devices WHERE organisation_id = $1 ORDER BY enrolled_at_ms, id`,
      );
      return rows.map(deviceOf);
    },
    async insertDevice(device) {
      await on.run(
        `INSERT INTO devices (organisation_id, id, name, public_key, site_id, station, is_founder,
           enrolled_at_ms, revoked_at_ms, revoked_by, revoked_reason, is_wipe_asked, request_counter, seen_at_ms,
           last_seq, last_hash, highest_seq, incarnation, past_incarnations, schemas, schema_table, passed_version,
           sign_in)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
           $23)`,
        device.id,
        device.name,
        device.publicKey,
        device.siteId,
        device.station,
        device.isFounder,
        device.enrolledAtMs,
        device.revokedAtMs,
        device.revokedBy,
        device.revokedReason,
        device.isWipeAsked,
        device.requestCounter,
        device.seenAtMs,
        ...progressOf(device),
      );
    },
  };
}

function changingDeviceTx(
  on: Scoped,
): Pick<DeviceTx, 'noteRequest' | 'saveDevice' | 'moveDevice' | 'revokeDevice'> {
  return {
    async noteRequest(deviceId, counter, seenAtMs) {
      await on.run(
        `UPDATE devices SET request_counter = $3, seen_at_ms = $4 ${ONE_DEVICE}`,
        deviceId,
        counter,
        seenAtMs,
      );
    },
    async saveDevice(device) {
      await on.run(
        `UPDATE devices SET last_seq = $3, last_hash = $4, highest_seq = $5, incarnation = $6,
           past_incarnations = $7, schemas = $8, schema_table = $9, passed_version = $10, sign_in = $11 ${ONE_DEVICE}`,
        device.id,
        ...progressOf(device),
      );
    },
    async moveDevice(deviceId, siteId, station) {
      await on.run(REVISED);
      await on.run(`UPDATE devices SET site_id = $3, station = $4 ${ONE_DEVICE}`, deviceId, siteId, station);
    },
    async revokeDevice(deviceId, revokedAtMs, isWipeAsked, why = { revokedBy: '', revokedReason: '' }) {
      await on.run(REVISED);
      await on.run(
        `UPDATE devices SET revoked_at_ms = coalesce(revoked_at_ms, $3), is_wipe_asked = is_wipe_asked OR $4,
           revoked_by = CASE WHEN revoked_at_ms IS NULL THEN $5 ELSE revoked_by END,
           revoked_reason = CASE WHEN revoked_at_ms IS NULL THEN $6 ELSE revoked_reason END
         ${ONE_DEVICE}`,
        deviceId,
        revokedAtMs,
        isWipeAsked,
        why.revokedBy,
        why.revokedReason,
      );
    },
  };
}
