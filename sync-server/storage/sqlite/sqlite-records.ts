import type { Lane } from '#shared/kernel/define-command.ts';
import { packStamps } from '../stamps.ts';
import type { RecordName, RecordsAfter, RecordTx, ServerRecord } from '../storage.ts';
import { RECORD_COLUMNS, recordOf, type RecordRow } from '../rows.ts';
import type { Scoped } from './scoped.ts';

const SELECT = `SELECT ${RECORD_COLUMNS} FROM records WHERE organisation_id = ?`;

export function recordTx(on: Scoped): RecordTx {
  return {
    async records(keys) {
      // A statement for each record would take three times as long.
      const sql = `${SELECT} AND collection = ? AND id IN (SELECT value FROM json_each(?))`;
      return [...Map.groupBy(keys, ({ collection }) => collection)].flatMap(([collection, own]) =>
        on.all<RecordRow>(sql, collection, JSON.stringify(own.map(({ id }) => id))).map(recordOf),
      );
    },
    async recordsByRef(refs) {
      const sql = `SELECT ref, collection, id, kind, site_id AS siteId FROM records
        WHERE organisation_id = ? AND ref IN (SELECT value FROM json_each(?))`;
      return on.all<RecordName>(sql, JSON.stringify(refs));
    },
    async putRecords(records) {
      for (const record of records) {
        putRecord(on, record);
        if (record.audience.length > 0) putAudience(on, record);
      }
    },
    recordsAfter: async (query) => recordsAfter(on, query),
    async purgeTombstones(upToVersion) {
      const purged = 'organisation_id = ? AND version <= ? AND deleted_at_ms IS NOT NULL';
      on.run(
        `DELETE FROM record_audience WHERE organisation_id = ? AND (collection, id) IN
           (SELECT collection, id FROM records WHERE organisation_id = record_audience.organisation_id
            AND version <= ? AND deleted_at_ms IS NOT NULL)`,
        upToVersion,
      );
      return on.run(`DELETE FROM records WHERE ${purged}`, upToVersion);
    },
    async newestTombstoneBefore(deletedBeforeMs) {
      const row = on.one<{ version: number | null }>(
        `SELECT max(version) AS version FROM records WHERE organisation_id = ? AND deleted_at_ms < ?`,
        deletedBeforeMs,
      );
      return row?.version ?? 0;
    },
    async hasPeople(siteId) {
      const row = on.one(
        `SELECT 1 FROM records WHERE organisation_id = ? AND site_id = ? AND kind = 'person'
         AND deleted_by_device_id IS NULL LIMIT 1`,
        siteId,
      );
      return row !== undefined;
    },
    async peopleAt(siteId) {
      const rows = on.all<RecordRow>(
        `${SELECT} AND site_id = ? AND kind = 'person' AND deleted_by_device_id IS NULL`,
        siteId,
      );
      return rows.map(recordOf);
    },
    async recordsOfKind(kind) {
      const sql = `${SELECT} AND kind = '${kind}' AND deleted_by_device_id IS NULL`;
      return on.all<RecordRow>(sql).map(recordOf);
    },
    async attachmentsOf(sha256) {
      const rows = on.all<RecordRow>(
        `${SELECT} AND kind = 'attachment' AND (data ->> '$.sha256' = ? OR data ->> '$.previewSha256' = ?)
           AND deleted_by_device_id IS NULL`,
        sha256,
        sha256,
      );
      return rows.map(recordOf);
    },
  };
}

function putRecord(on: Scoped, record: ServerRecord): void {
  const [lane0, lane1, lane2, lane3] = record.laneVersions;
  on.run(
    `INSERT INTO records (organisation_id, collection, id, ref, kind, site_id, schema_version, data, stamps, version,
       lane0_version, lane1_version, lane2_version, lane3_version, deleted_by_device_id, deleted_at_ms,
       arrived_at_ms, audience) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (organisation_id, collection, id) DO UPDATE SET site_id = excluded.site_id,
       schema_version = excluded.schema_version, data = excluded.data, stamps = excluded.stamps,
       version = excluded.version, lane0_version = excluded.lane0_version, lane1_version = excluded.lane1_version,
       lane2_version = excluded.lane2_version, lane3_version = excluded.lane3_version,
       deleted_by_device_id = excluded.deleted_by_device_id, deleted_at_ms = excluded.deleted_at_ms,
       audience = excluded.audience`,
    record.collection,
    record.id,
    record.ref,
    record.kind,
    record.siteId,
    record.schemaVersion,
    JSON.stringify(record.fields),
    packStamps(record.stamps, record.fields),
    record.version,
    lane0 || null,
    lane1 || null,
    lane2 || null,
    lane3 || null,
    record.deletedByDeviceId,
    record.deletedAtMs,
    record.arrivedAtMs,
    record.audience.length === 0 ? null : JSON.stringify(record.audience),
  );
}

/** A site that no longer sees the record finds it where it left; the others wherever it changed. */
function putAudience(on: Scoped, { collection, id, audience, laneVersions }: ServerRecord): void {
  on.run(
    'DELETE FROM record_audience WHERE organisation_id = ? AND collection = ? AND id = ?',
    collection,
    id,
  );
  const insert = `INSERT INTO record_audience (organisation_id, site_id, lane, version, collection, id)
    VALUES (?, ?, ?, ?, ?, ?)`;
  for (const { siteId, lane, since, isGone } of audience) {
    if (isGone) on.run(insert, siteId, lane, since, collection, id);
    else {
      laneVersions.forEach((version, each) => {
        if (version > 0) on.run(insert, siteId, each, version, collection, id);
      });
    }
  }
}

function recordsAfter(on: Scoped, query: RecordsAfter): ServerRecord[] {
  const { siteIds, lane, after, upTo, rowsMax } = query;
  type Row = RecordRow & { readonly position: number };
  if (siteIds === 'all') return on.all<Row>(recordsOfAllSql(lane), after, upTo, rowsMax).map(plain);
  // Site by site, each along its own index, then merged: an `IN` would sort everything the fleet ever did.
  const found = new Map<string, Row>();
  for (const siteId of siteIds) {
    const own = on.all<Row>(recordsOfSiteSql(lane), siteId, after, upTo, rowsMax);
    const addressed = on.all<Row>(
      `SELECT ${RECORD_COLUMNS}, position FROM records JOIN
         (SELECT organisation_id AS of_organisation, collection AS in_collection, id AS record_id, version AS position
          FROM record_audience
          WHERE organisation_id = ? AND site_id = ? AND lane = ? AND version > ? AND version <= ?
          ORDER BY version LIMIT ?) AS place
       ON organisation_id = of_organisation AND collection = in_collection AND id = record_id`,
      siteId,
      lane,
      after,
      upTo,
      rowsMax,
    );
    for (const row of [...own, ...addressed]) found.set(`${row.collection}/${row.id}`, row);
  }
  return [...found.values()]
    .sort((a, b) => a.position - b.position)
    .slice(0, rowsMax)
    .map(plain);
}

export function recordsOfAllSql(lane: Lane): string {
  return `${fromLane(lane, 'records_by_lane')} AND ${rangeIn(lane)}`;
}

export function recordsOfSiteSql(lane: Lane): string {
  return `${fromLane(lane, 'records_by_site_lane')} AND site_id = ? AND ${rangeIn(lane)}`;
}

/** Without statistics the planner takes the wrong one of the two indexes of a lane. */
function fromLane(lane: Lane, index: string): string {
  return `SELECT ${RECORD_COLUMNS}, lane${lane}_version AS position FROM records INDEXED BY ${index}${lane}
    WHERE organisation_id = ?`;
}

function rangeIn(lane: Lane): string {
  const column = `lane${lane}_version`;
  return `${column} > ? AND ${column} <= ? ORDER BY ${column} LIMIT ?`;
}

function plain({ position: _position, ...row }: RecordRow & { readonly position: number }): ServerRecord {
  return recordOf(row);
}
