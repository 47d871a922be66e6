import { attachment } from '#shared/domains/files/schema.ts';
import { packStamps } from '../stamps.ts';
import type { RecordKey, RecordName, RecordsAfter, RecordTx, ServerRecord } from '../storage.ts';
import { RECORD_COLUMNS, recordOf, type RecordRow } from '../rows.ts';
import { joined, jsonTexts } from './json-texts.ts';
import type { Scoped } from './scoped.ts';

const SELECT = `SELECT ${RECORD_COLUMNS} FROM records WHERE organisation_id = $1`;

export function recordTx(on: Scoped): RecordTx {
  return {
    records: (keys) => records(on, keys),
    async recordsByRef(refs) {
      if (refs.length === 0) return [];
      return on.all<RecordName>(
        `SELECT ref, collection, id, kind, site_id AS "siteId" FROM records
         WHERE organisation_id = $1 AND ref = ANY ($2::bigint[])`,
        refs,
      );
    },
    async putRecords(records) {
      if (records.length === 0) return;
      await putRecords(on, records);
      await putAudiences(
        on,
        records.filter(({ audience }) => audience.length > 0),
      );
    },
    recordsAfter: (query) => recordsAfter(on, query),
    async purgeTombstones(upToVersion) {
      const purged = await on.run(
        `WITH purged AS (
           DELETE FROM records WHERE organisation_id = $1 AND version <= $2 AND deleted_at_ms IS NOT NULL
           RETURNING collection, id
         ), places AS (
           DELETE FROM record_audience WHERE organisation_id = $1
             AND (collection, id) IN (SELECT collection, id FROM purged)
         ) SELECT FROM purged`,
        upToVersion,
      );
      return purged;
    },
    async newestTombstoneBefore(deletedBeforeMs) {
      const row = await on.one<{ version: number | null }>(
        `SELECT max(version) AS version FROM records WHERE organisation_id = $1 AND deleted_at_ms < $2`,
        deletedBeforeMs,
      );
      return row?.version ?? 0;
    },
    async hasPeople(siteId) {
      const row = await on.one(
        `SELECT 1 FROM records WHERE organisation_id = $1 AND site_id = $2 AND kind = 'person'
         AND deleted_by_device_id IS NULL LIMIT 1`,
        siteId,
      );
      return row !== undefined;
    },
    async peopleAt(siteId) {
      const rows = await on.all<RecordRow>(
        `${SELECT} AND site_id = $2 AND kind = 'person' AND deleted_by_device_id IS NULL`,
        siteId,
      );
      return rows.map(recordOf);
    },
    async recordsOfKind(kind) {
      const sql = `${SELECT} AND kind = '${kind}' AND deleted_by_device_id IS NULL`;
      return (await on.all<RecordRow>(sql)).map(recordOf);
    },
    async attachmentsOf(sha256) {
      const rows = await on.all<RecordRow>(
        `${SELECT} AND (content_sha256 = $2 OR preview_sha256 = $2) AND deleted_by_device_id IS NULL`,
        sha256,
      );
      return rows.map(recordOf);
    },
  };
}

async function records(on: Scoped, keys: readonly RecordKey[]): Promise<ServerRecord[]> {
  const sql = `${SELECT} AND collection = $2 AND id = ANY ($3::text[])`;
  const found: ServerRecord[][] = [];
  // An exchange touches a few collections; pairs in one statement take twice as long as a statement for each.
  for (const [collection, own] of Map.groupBy(keys, (key) => key.collection)) {
    const ids = own.map(({ id }) => id);
    found.push((await on.all<RecordRow>(sql, collection, ids)).map(recordOf));
  }
  return found.flat();
}

async function putRecords(on: Scoped, records: readonly ServerRecord[]): Promise<void> {
  await on.run(
    `INSERT INTO records (organisation_id, collection, id, ref, kind, site_id, schema_version, data, stamps,
       version, lane0_version, lane1_version, lane2_version, lane3_version, deleted_by_device_id,
       deleted_at_ms, arrived_at_ms, audience, content_sha256, preview_sha256)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::integer[],
       ${jsonTexts('$8')}, ${jsonTexts('$9')}, $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[],
       $15::text[], $16::bigint[], $17::bigint[], $18::text[], $19::text[], $20::text[])
     ON CONFLICT (organisation_id, collection, id) DO UPDATE SET site_id = excluded.site_id,
       schema_version = excluded.schema_version, data = excluded.data, stamps = excluded.stamps,
       version = excluded.version, lane0_version = excluded.lane0_version,
       lane1_version = excluded.lane1_version, lane2_version = excluded.lane2_version,
       lane3_version = excluded.lane3_version, deleted_by_device_id = excluded.deleted_by_device_id,
       deleted_at_ms = excluded.deleted_at_ms, audience = excluded.audience,
       content_sha256 = excluded.content_sha256, preview_sha256 = excluded.preview_sha256`,
    records.map(({ collection }) => collection),
    records.map(({ id }) => id),
    records.map(({ ref }) => ref),
    records.map(({ kind }) => kind),
    records.map(({ siteId }) => siteId),
    records.map(({ schemaVersion }) => schemaVersion),
    joined(records.map(({ fields }) => JSON.stringify(fields))),
    joined(records.map(({ stamps, fields }) => packStamps(stamps, fields))),
    records.map(({ version }) => version),
    ...[0, 1, 2, 3].map((lane) => records.map(({ laneVersions }) => laneVersions[lane] || null)),
    records.map(({ deletedByDeviceId }) => deletedByDeviceId),
    records.map(({ deletedAtMs }) => deletedAtMs),
    records.map(({ arrivedAtMs }) => arrivedAtMs),
    records.map(({ audience }) => (audience.length === 0 ? null : JSON.stringify(audience))),
    records.map((record) => hashIn(record, 'sha256')),
    records.map((record) => hashIn(record, 'previewSha256')),
  );
}

/** What an attachment is found by. A column of its own: an index on `data` would have to read it as JSON. */
function hashIn({ kind, fields }: ServerRecord, field: 'sha256' | 'previewSha256'): string | null {
  const sha256 = kind === attachment.kind ? fields[field] : null;
  return typeof sha256 === 'string' ? sha256 : null;
}

/** A site that no longer sees a record finds it where it left; the others wherever it changed. */
async function putAudiences(on: Scoped, records: readonly ServerRecord[]): Promise<void> {
  if (records.length === 0) return;
  await on.run(
    `DELETE FROM record_audience WHERE organisation_id = $1
       AND (collection, id) IN (SELECT * FROM unnest($2::text[], $3::text[]))`,
    records.map(({ collection }) => collection),
    records.map(({ id }) => id),
  );
  const places = records.flatMap(({ collection, id, audience, laneVersions }) =>
    audience.flatMap(({ siteId, lane, since, isGone }) => {
      const found = isGone
        ? [{ lane, version: since }]
        : laneVersions.map((version, each) => ({ lane: each, version }));
      return found
        .filter(({ version }) => version > 0)
        .map((place) => ({ ...place, collection, id, siteId }));
    }),
  );
  await on.run(
    `INSERT INTO record_audience (organisation_id, site_id, lane, version, collection, id)
     SELECT $1, * FROM unnest($2::text[], $3::smallint[], $4::bigint[], $5::text[], $6::text[])`,
    places.map(({ siteId }) => siteId),
    places.map(({ lane }) => lane),
    places.map(({ version }) => version),
    places.map(({ collection }) => collection),
    places.map(({ id }) => id),
  );
}

async function recordsAfter(on: Scoped, query: RecordsAfter): Promise<ServerRecord[]> {
  const { siteIds, lane, after, upTo, rowsMax } = query;
  const column = `lane${lane}_version`;
  const range = `${column} > $2 AND ${column} <= $3 ORDER BY ${column} LIMIT $4`;
  if (siteIds === 'all')
    return (await on.all<RecordRow>(`${SELECT} AND ${range}`, after, upTo, rowsMax)).map(recordOf);
  // Site by site, each along its own index, then merged: an `IN` would sort everything the fleet ever did.
  const rows = await on.all<RecordRow>(
    `SELECT ${RECORD_COLUMNS} FROM (
       SELECT of_collection, of_id, min(position) AS position FROM unnest($5::text[]) AS site (of_site)
       CROSS JOIN LATERAL (
         (SELECT collection AS of_collection, id AS of_id, ${column} AS position FROM records
          WHERE organisation_id = $1 AND site_id = of_site AND ${range})
         UNION ALL
         (SELECT collection, id, version FROM record_audience
          WHERE organisation_id = $1 AND site_id = of_site AND lane = ${lane} AND version > $2 AND version <= $3
          ORDER BY version LIMIT $4)
       ) AS place GROUP BY of_collection, of_id ORDER BY position LIMIT $4
     ) AS page JOIN records ON organisation_id = $1 AND collection = of_collection AND id = of_id
     ORDER BY position`,
    after,
    upTo,
    rowsMax,
    siteIds,
  );
  return rows.map(recordOf);
}
