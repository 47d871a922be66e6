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
import { joined, jsonTexts } from './json-texts.ts';
import type { Scoped } from './scoped.ts';

const ENTRIES = `SELECT ${ENTRY_COLUMNS} FROM entries WHERE organisation_id = $1 AND device_id = $2`;

/** Batches travel as one array per column: one statement and one round trip, however many rows. */
export function journalTx(on: Scoped): JournalTx {
  return { ...entryTx(on), ...conflictTx(on) };
}

const AFTER_ALL = { receivedAtMs: Number.MAX_SAFE_INTEGER, deviceId: '', seq: 0 };

function entryTx(on: Scoped): Omit<JournalTx, 'insertConflicts' | 'conflicts'> {
  return {
    async entries(deviceId, seqs) {
      if (seqs.length === 0) return [];
      const rows = await on.all<EntryRow>(`${ENTRIES} AND seq = ANY ($3::bigint[])`, deviceId, seqs);
      return rows.map(entryOf);
    },
    async entriesBetween(deviceId, { fromSeq, toSeq, rowsMax }) {
      const rows = await on.all<EntryRow>(
        `${ENTRIES} AND seq >= $3 AND seq <= $4 ORDER BY seq LIMIT $5`,
        deviceId,
        fromSeq,
        toSeq,
        rowsMax,
      );
      return rows.map(entryOf);
    },
    async entriesReceived({ deviceIds, fromMs, before, rowsMax }) {
      const { receivedAtMs, deviceId, seq } = before ?? AFTER_ALL;
      const rows = await on.all<ReceivedRow>(
        `SELECT device_id AS "deviceId", ${ENTRY_COLUMNS} FROM entries
         WHERE organisation_id = $1 AND received_at_ms >= $2 AND (received_at_ms, device_id, seq) < ($3, $4, $5)
           AND device_id = ANY ($6::text[])
         ORDER BY received_at_ms DESC, device_id DESC, seq DESC LIMIT $7`,
        fromMs,
        receivedAtMs,
        deviceId,
        seq,
        deviceIds,
        rowsMax,
      );
      return rows.map((row) => ({ ...entryOf(row), deviceId: row.deviceId }));
    },
    async insertEntries(deviceId, entries) {
      if (entries.length === 0) return;
      await on.run(
        `INSERT INTO entries (organisation_id, device_id, seq, hash, entry, verdict, version, received_at_ms,
           is_clock_clamped)
         SELECT $1, $2, * FROM unnest($3::bigint[], $4::bytea[], ${jsonTexts('$5')}, ${jsonTexts('$6')},
           $7::bigint[], $8::bigint[], $9::boolean[])`,
        deviceId,
        entries.map(({ seq }) => seq),
        entries.map(({ hash }) => bytesOf(hash)),
        joined(entries.map(({ text }) => text)),
        joined(entries.map(({ verdict }) => JSON.stringify(verdict))),
        entries.map(({ version }) => version),
        entries.map(({ receivedAtMs }) => receivedAtMs),
        entries.map(({ isClockClamped }) => isClockClamped),
      );
    },
    async setEntryHashes(deviceId, hashes) {
      if (hashes.length === 0) return;
      await on.run(
        `UPDATE entries SET hash = chained.hash FROM unnest($3::bigint[], $4::bytea[]) AS chained (seq, hash)
         WHERE organisation_id = $1 AND device_id = $2 AND entries.seq = chained.seq`,
        deviceId,
        hashes.map(({ seq }) => seq),
        hashes.map(({ hash }) => bytesOf(hash)),
      );
    },
  };
}

function conflictTx(on: Scoped): Pick<JournalTx, 'insertConflicts' | 'conflicts'> {
  return {
    async insertConflicts(conflicts) {
      if (conflicts.length === 0) return;
      await on.run(
        `INSERT INTO conflicts (organisation_id, version, collection, record_id, field, standing_device_id,
           standing_value, standing_hlc, sent_device_id, sent_value, sent_hlc, sent_by, decision, result_value,
           noted_at_ms)
         SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
           $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::bigint[])`,
        conflicts.map(({ version }) => version),
        conflicts.map(({ collection }) => collection),
        conflicts.map(({ recordId }) => recordId),
        conflicts.map(({ field }) => field),
        conflicts.map(({ standingDeviceId }) => standingDeviceId),
        conflicts.map(({ standingValue }) => canonicalJson(standingValue)),
        conflicts.map(({ standingHlc }) => standingHlc),
        conflicts.map(({ sentDeviceId }) => sentDeviceId),
        conflicts.map(({ sentValue }) => canonicalJson(sentValue)),
        conflicts.map(({ sentHlc }) => sentHlc),
        conflicts.map(({ sentBy }) => canonicalJson(sentBy)),
        conflicts.map(({ decision }) => decision),
        conflicts.map(({ resultValue }) => canonicalJson(resultValue)),
        conflicts.map(({ notedAtMs }) => notedAtMs),
      );
    },
    async conflicts(afterVersion, rowsMax) {
      const rows = await on.all<ConflictRow>(
        `SELECT ${CONFLICT_COLUMNS} FROM conflicts WHERE organisation_id = $1 AND version > $2
         ORDER BY version, collection COLLATE "C", record_id COLLATE "C", field COLLATE "C" LIMIT $3`,
        afterVersion,
        rowsMax,
      );
      return rows.map(conflictOf);
    },
  };
}

/** In an array parameter the driver takes bytes for Buffers only; this is a view, not a copy. */
function bytesOf(hash: Uint8Array | null): Buffer | null {
  return hash && Buffer.from(hash.buffer, hash.byteOffset, hash.byteLength);
}
