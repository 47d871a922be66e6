import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import { must } from '#shared/kernel/assert.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import type { CollectionName } from '#shared/kernel/define-entity.ts';
import type {
  Conflict,
  Device,
  EnrolmentCode,
  Organisation,
  RecordsAfter,
  ServerRecord,
  StorageTx,
  StoredEntry,
} from '../storage.ts';
import {
  CODE_COLUMNS,
  CONFLICT_COLUMNS,
  DEVICE_COLUMNS,
  ENTRY_COLUMNS,
  RECORD_COLUMNS,
  SITE_COLUMNS,
  conflictOf,
  deviceOf,
  entryOf,
  recordOf,
} from './rows.ts';
import type { Statements } from './statements.ts';

/** One open transaction of an organisation. Every statement names the organisation first. */
export class SqliteTransaction implements StorageTx {
  readonly #statements: Statements;
  readonly #organisationId: string;

  constructor(statements: Statements, organisationId: string) {
    this.#statements = statements;
    this.#organisationId = organisationId;
  }

  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    this.#statements.db.exec('SAVEPOINT entry');
    try {
      const result = await work();
      this.#statements.db.exec('RELEASE entry');
      return result;
    } catch (error) {
      // A full disk ends the whole transaction, and the savepoint with it.
      if (this.#statements.db.inTransaction) this.#statements.db.exec('ROLLBACK TO entry; RELEASE entry');
      throw error;
    }
  }

  async organisation(): Promise<Organisation> {
    const row = this.#one<Organisation>(
      'SELECT id, name, version, created_at_ms AS createdAtMs FROM organisations WHERE id = ?',
    );
    return must(row, 'the organisation of this transaction');
  }

  async nextVersion(): Promise<number> {
    const row = this.#one<{ version: number }>(
      'UPDATE organisations SET version = version + 1 WHERE id = ? RETURNING version',
    );
    return must(row, 'the organisation of this transaction').version;
  }

  async site(id: string): Promise<Site | undefined> {
    return this.#one<Site>(`SELECT ${SITE_COLUMNS} FROM sites WHERE organisation_id = ? AND id = ?`, id);
  }

  async siteByCode(code: string): Promise<Site | undefined> {
    return this.#one<Site>(`SELECT ${SITE_COLUMNS} FROM sites WHERE organisation_id = ? AND code = ?`, code);
  }

  async insertSite({ id, code, name, kind, timeZone }: Site, createdAtMs: number): Promise<void> {
    this.#run(
      `INSERT INTO sites (organisation_id, id, code, name, kind, time_zone, stations, created_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, 0, ?)`,
      id,
      code,
      name,
      kind,
      timeZone,
      createdAtMs,
    );
  }

  async nextStation(siteId: string): Promise<number> {
    const row = this.#one<{ stations: number }>(
      'UPDATE sites SET stations = stations + 1 WHERE organisation_id = ? AND id = ? RETURNING stations',
      siteId,
    );
    return must(row, `site ${siteId}`).stations;
  }

  async insertCode(code: EnrolmentCode): Promise<void> {
    this.#run(
      `INSERT INTO enrolment_codes (organisation_id, code_hash, site_id, created_at_ms, expires_at_ms)
       VALUES (?, ?, ?, ?, ?)`,
      code.hash,
      code.siteId,
      code.createdAtMs,
      code.expiresAtMs,
    );
  }

  async code(hash: Uint8Array): Promise<EnrolmentCode | undefined> {
    return this.#one<EnrolmentCode>(
      `SELECT ${CODE_COLUMNS} FROM enrolment_codes WHERE organisation_id = ? AND code_hash = ?`,
      hash,
    );
  }

  async useCode(hash: Uint8Array, deviceId: string): Promise<void> {
    this.#set(
      'UPDATE enrolment_codes SET used_by_device_id = ? WHERE organisation_id = ? AND code_hash = ?',
      [deviceId],
      hash,
    );
  }

  async device(id: string): Promise<Device | undefined> {
    return deviceOf(
      this.#one(`SELECT ${DEVICE_COLUMNS} FROM devices WHERE organisation_id = ? AND id = ?`, id),
    );
  }

  async devices(): Promise<Device[]> {
    const sql = `SELECT ${DEVICE_COLUMNS} FROM devices WHERE organisation_id = ? ORDER BY enrolled_at_ms, id`;
    return this.#all<Parameters<typeof deviceOf>[0]>(sql).flatMap((row) => deviceOf(row) ?? []);
  }

  async insertDevice(device: Device): Promise<void> {
    this.#run(
      `INSERT INTO devices (organisation_id, id, name, public_key, site_id, station, is_founder, enrolled_at_ms,
         request_counter, seen_at_ms, last_seq, last_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      device.id,
      device.name,
      device.publicKey,
      device.siteId,
      device.station,
      device.isFounder ? 1 : 0,
      device.enrolledAtMs,
      device.requestCounter,
      device.seenAtMs,
      device.lastSeq,
      device.lastHash,
    );
  }

  async noteRequest(deviceId: string, counter: number, seenAtMs: number): Promise<void> {
    this.#set(
      'UPDATE devices SET request_counter = ?, seen_at_ms = ? WHERE organisation_id = ? AND id = ?',
      [counter, seenAtMs],
      deviceId,
    );
  }

  async setChainHead(deviceId: string, seq: number, hash: Uint8Array): Promise<void> {
    this.#set(
      'UPDATE devices SET last_seq = ?, last_hash = ? WHERE organisation_id = ? AND id = ?',
      [seq, hash],
      deviceId,
    );
  }

  async revokeDevice(deviceId: string, revokedAtMs: number): Promise<void> {
    this.#set(
      'UPDATE devices SET revoked_at_ms = coalesce(revoked_at_ms, ?) WHERE organisation_id = ? AND id = ?',
      [revokedAtMs],
      deviceId,
    );
  }

  async entry(deviceId: string, seq: number): Promise<StoredEntry | undefined> {
    return entryOf(
      this.#one(
        `SELECT ${ENTRY_COLUMNS} FROM entries WHERE organisation_id = ? AND device_id = ? AND seq = ?`,
        deviceId,
        seq,
      ),
    );
  }

  async insertEntry(deviceId: string, entry: StoredEntry): Promise<void> {
    this.#run(
      `INSERT INTO entries (organisation_id, device_id, seq, hash, entry, verdict, version, received_at_ms,
         is_clock_clamped) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      deviceId,
      entry.seq,
      entry.hash,
      entry.text,
      JSON.stringify(entry.verdict),
      entry.version,
      entry.receivedAtMs,
      entry.isClockClamped ? 1 : 0,
    );
  }

  async record(collection: CollectionName, id: string): Promise<ServerRecord | undefined> {
    return recordOf(
      this.#one(
        `SELECT ${RECORD_COLUMNS} FROM records WHERE organisation_id = ? AND collection = ? AND id = ?`,
        collection,
        id,
      ),
    );
  }

  async putRecord(record: ServerRecord): Promise<void> {
    this.#run(
      `INSERT INTO records (organisation_id, collection, id, kind, site_id, schema_version, data, stamps, version,
         deleted_by_device_id, arrived_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (organisation_id, collection, id) DO UPDATE SET schema_version = excluded.schema_version,
         data = excluded.data, stamps = excluded.stamps, version = excluded.version,
         deleted_by_device_id = excluded.deleted_by_device_id`,
      record.collection,
      record.id,
      record.kind,
      record.siteId,
      record.schemaVersion,
      canonicalJson(record.fields),
      JSON.stringify(record.stamps),
      record.version,
      record.deletedByDeviceId,
      record.arrivedAtMs,
    );
  }

  async recordsAfter({ siteIds, version, rowsMax }: RecordsAfter): Promise<ServerRecord[]> {
    const order = 'version > ? ORDER BY version LIMIT ?';
    const select = `SELECT ${RECORD_COLUMNS} FROM records WHERE organisation_id = ?`;
    type Row = Parameters<typeof recordOf>[0];
    // Site by site, each along its own index, then merged: an `IN` would sort everything the fleet ever did.
    const rows =
      siteIds === 'all'
        ? this.#all<Row>(`${select} AND ${order}`, version, rowsMax)
        : siteIds.flatMap((id) =>
            this.#all<Row>(`${select} AND site_id = ? AND ${order}`, id, version, rowsMax),
          );
    return rows
      .flatMap((row) => recordOf(row) ?? [])
      .sort((a, b) => a.version - b.version)
      .slice(0, rowsMax);
  }

  async hasPeople(siteId: string): Promise<boolean> {
    const row = this.#one(
      `SELECT 1 FROM records WHERE organisation_id = ? AND site_id = ? AND kind = 'person'
       AND deleted_by_device_id IS NULL LIMIT 1`,
      siteId,
    );
    return row !== undefined;
  }

  async attachmentsOf(sha256: string): Promise<ServerRecord[]> {
    const rows = this.#all<Parameters<typeof recordOf>[0]>(
      `SELECT ${RECORD_COLUMNS} FROM records WHERE organisation_id = ? AND kind = 'attachment'
       AND data ->> '$.sha256' = ? AND deleted_by_device_id IS NULL`,
      sha256,
    );
    return rows.flatMap((row) => recordOf(row) ?? []);
  }

  async insertConflict(conflict: Conflict): Promise<void> {
    this.#run(
      `INSERT INTO conflicts (organisation_id, version, collection, record_id, field, standing_device_id,
         standing_value, sent_device_id, sent_value, decision, result_value, noted_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      conflict.version,
      conflict.collection,
      conflict.recordId,
      conflict.field,
      conflict.standingDeviceId,
      canonicalJson(conflict.standingValue),
      conflict.sentDeviceId,
      canonicalJson(conflict.sentValue),
      conflict.decision,
      canonicalJson(conflict.resultValue),
      conflict.notedAtMs,
    );
  }

  async conflicts(afterVersion: number, rowsMax: number): Promise<Conflict[]> {
    return this.#all<Parameters<typeof conflictOf>[0]>(
      `SELECT ${CONFLICT_COLUMNS} FROM conflicts WHERE organisation_id = ? AND version > ?
       ORDER BY version, collection, record_id, field LIMIT ?`,
      afterVersion,
      rowsMax,
    ).map(conflictOf);
  }

  #one<Row>(sql: string, ...parameters: unknown[]): Row | undefined {
    // The row types name the columns of STRICT tables, as the statements select them.
    return this.#statements.get(sql).get(this.#organisationId, ...parameters) as Row | undefined;
  }

  #all<Row>(sql: string, ...parameters: unknown[]): Row[] {
    // As above.
    return this.#statements.get(sql).all(this.#organisationId, ...parameters) as Row[];
  }

  #run(sql: string, ...parameters: unknown[]): void {
    this.#statements.get(sql).run(this.#organisationId, ...parameters);
  }

  /** An UPDATE, whose new values stand before its key. */
  #set(sql: string, values: readonly unknown[], ...key: unknown[]): void {
    this.#statements.get(sql).run(...values, this.#organisationId, ...key);
  }
}
