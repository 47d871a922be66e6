import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { JournalTx } from '../storage.ts';
import {
  CONFLICT_COLUMNS,
  conflictOf,
  type ConflictRow,
  ENTRY_COLUMNS,
  entryOf,
  type EntryRow,
  type ReceivedRow,
} from '../rows.ts';
import type { Scoped } from './scoped.ts';

export function journalTx(on: Scoped): JournalTx {
  return { ...entryTx(on), ...conflictTx(on) };
}

const AFTER_ALL = { receivedAtMs: Number.MAX_SAFE_INTEGER, deviceId: '', seq: 0 };

function entryTx(on: Scoped): Omit<JournalTx, keyof ReturnType<typeof conflictTx>> {
  return {
    async entries(deviceId, seqs) {
      const sql = `SELECT ${ENTRY_COLUMNS} FROM entries WHERE organisation_id = ? AND device_id = ?
        AND seq IN (SELECT value FROM json_each(?))`;
      return on.all<EntryRow>(sql, deviceId, JSON.stringify(seqs)).map(entryOf);
    },
    async entriesBetween(deviceId, { fromSeq, toSeq, rowsMax }) {
      return on
        .all<EntryRow>(
          `SELECT ${ENTRY_COLUMNS} FROM entries WHERE organisation_id = ? AND device_id = ? AND seq >= ? AND seq <= ?
           ORDER BY seq LIMIT ?`,
          deviceId,
          fromSeq,
          toSeq,
          rowsMax,
        )
        .map(entryOf);
    },
    async entriesReceived({ deviceIds, fromMs, before, rowsMax }) {
      const { receivedAtMs, deviceId, seq } = before ?? AFTER_ALL;
      return on
        .all<ReceivedRow>(
          `SELECT device_id AS "deviceId", ${ENTRY_COLUMNS} FROM entries
           WHERE organisation_id = ? AND received_at_ms >= ? AND (received_at_ms, device_id, seq) < (?, ?, ?)
             AND device_id IN (SELECT value FROM json_each(?))
           ORDER BY received_at_ms DESC, device_id DESC, seq DESC LIMIT ?`,
          fromMs,
          receivedAtMs,
          deviceId,
          seq,
          JSON.stringify(deviceIds),
          rowsMax,
        )
        .map((row) => ({ ...entryOf(row), deviceId: row.deviceId }));
    },
    async insertEntries(deviceId, entries) {
      on.insert(
        `entries (organisation_id, device_id, seq, hash, entry, verdict, version, received_at_ms, is_clock_clamped)`,
        entries.map(({ seq, hash, text, verdict, version, receivedAtMs, isClockClamped }) => [
          deviceId,
          seq,
          hash,
          text,
          JSON.stringify(verdict),
          version,
          receivedAtMs,
          isClockClamped ? 1 : 0,
        ]),
      );
    },
    async setEntryHashes(deviceId, hashes) {
      for (const { seq, hash } of hashes) {
        on.set(
          'UPDATE entries SET hash = ? WHERE organisation_id = ? AND device_id = ? AND seq = ?',
          [hash],
          deviceId,
          seq,
        );
      }
    },
  };
}

function conflictTx(on: Scoped): Pick<JournalTx, 'insertConflicts' | 'conflicts'> {
  return {
    async insertConflicts(conflicts) {
      for (const conflict of conflicts) {
        on.run(
          `INSERT INTO conflicts (organisation_id, version, collection, record_id, field, standing_device_id,
             standing_value, standing_hlc, sent_device_id, sent_value, sent_hlc, sent_by, decision, result_value,
             noted_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          conflict.version,
          conflict.collection,
          conflict.recordId,
          conflict.field,
          conflict.standingDeviceId,
          canonicalJson(conflict.standingValue),
          conflict.standingHlc,
          conflict.sentDeviceId,
          canonicalJson(conflict.sentValue),
          conflict.sentHlc,
          canonicalJson(conflict.sentBy),
          conflict.decision,
          canonicalJson(conflict.resultValue),
          conflict.notedAtMs,
        );
      }
    },
    async conflicts(afterVersion, rowsMax) {
      return on
        .all<ConflictRow>(
          `SELECT ${CONFLICT_COLUMNS} FROM conflicts WHERE organisation_id = ? AND version > ?
           ORDER BY version, collection, record_id, field LIMIT ?`,
          afterVersion,
          rowsMax,
        )
        .map(conflictOf);
    },
  };
}
