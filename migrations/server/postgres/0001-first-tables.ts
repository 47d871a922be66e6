import type { PostgresMigration } from './list.ts';

/**
 * Every table leads with the organisation, and so does every key, so that a distributed Postgres can spread
 * companies over machines. What is JSON is text: canonical texts are hashed as they stand, and jsonb knows
 * neither the character NUL nor half of a surrogate pair, which JSON text can spell. The tables that grow
 * have no foreign keys: each would be one more look-up per row of every batch.
 */
export const firstTables: PostgresMigration = {
  name: '0001-first-tables',
  sql: `
    CREATE TABLE organisations (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      version BIGINT NOT NULL,
      last_ref BIGINT NOT NULL,
      horizon BIGINT NOT NULL,
      epoch TEXT NOT NULL,
      epoch_at_ms BIGINT NOT NULL,
      device_revision BIGINT NOT NULL,
      created_at_ms BIGINT NOT NULL
    ) WITH (fillfactor = 50);

    CREATE TABLE secrets (
      organisation_id TEXT NOT NULL REFERENCES organisations (id),
      name TEXT NOT NULL,
      value BYTEA NOT NULL,
      PRIMARY KEY (organisation_id, name)
    );

    CREATE TABLE sites (
      organisation_id TEXT NOT NULL REFERENCES organisations (id),
      id TEXT NOT NULL,
      code TEXT NOT NULL,
      name TEXT NOT NULL,
      kind TEXT NOT NULL,
      time_zone TEXT NOT NULL,
      stations INTEGER NOT NULL,
      created_at_ms BIGINT NOT NULL,
      PRIMARY KEY (organisation_id, id),
      UNIQUE (organisation_id, code)
    );

    CREATE TABLE enrolment_codes (
      organisation_id TEXT NOT NULL REFERENCES organisations (id),
      code_hash BYTEA NOT NULL,
      site_id TEXT,
      created_at_ms BIGINT NOT NULL,
      expires_at_ms BIGINT NOT NULL,
      used_by_device_id TEXT,
      PRIMARY KEY (organisation_id, code_hash)
    );

    CREATE TABLE devices (
      organisation_id TEXT NOT NULL REFERENCES organisations (id),
      id TEXT NOT NULL,
      name TEXT NOT NULL,
      public_key BYTEA NOT NULL,
      site_id TEXT NOT NULL,
      station INTEGER NOT NULL,
      is_founder BOOLEAN NOT NULL,
      enrolled_at_ms BIGINT NOT NULL,
      revoked_at_ms BIGINT,
      is_wipe_asked BOOLEAN NOT NULL,
      request_counter BIGINT NOT NULL,
      seen_at_ms BIGINT NOT NULL,
      last_seq BIGINT NOT NULL,
      last_hash BYTEA NOT NULL,
      highest_seq BIGINT NOT NULL,
      incarnation TEXT NOT NULL,
      past_incarnations TEXT NOT NULL,
      schemas TEXT NOT NULL,
      schema_table TEXT NOT NULL,
      passed_version BIGINT NOT NULL,
      PRIMARY KEY (organisation_id, id),
      UNIQUE (organisation_id, site_id, station)
    ) WITH (fillfactor = 70);

    CREATE TABLE entries (
      organisation_id TEXT NOT NULL,
      device_id TEXT NOT NULL,
      seq BIGINT NOT NULL,
      hash BYTEA,
      entry TEXT NOT NULL,
      verdict TEXT NOT NULL,
      version BIGINT,
      received_at_ms BIGINT NOT NULL,
      is_clock_clamped BOOLEAN NOT NULL,
      PRIMARY KEY (organisation_id, device_id, seq)
    );

    CREATE TABLE records (
      organisation_id TEXT NOT NULL,
      collection TEXT NOT NULL,
      id TEXT NOT NULL,
      ref BIGINT NOT NULL,
      kind TEXT NOT NULL,
      site_id TEXT NOT NULL,
      schema_version INTEGER NOT NULL,
      data TEXT NOT NULL,
      stamps TEXT NOT NULL,
      version BIGINT NOT NULL,
      lane0_version BIGINT,
      lane1_version BIGINT,
      lane2_version BIGINT,
      lane3_version BIGINT,
      deleted_by_device_id TEXT,
      deleted_at_ms BIGINT,
      arrived_at_ms BIGINT NOT NULL,
      audience TEXT,
      content_sha256 TEXT,
      preview_sha256 TEXT,
      PRIMARY KEY (organisation_id, collection, id),
      UNIQUE (organisation_id, ref)
    );
    ${[0, 1, 2, 3].map(laneIndexes).join('')}
    CREATE INDEX people_by_site ON records (organisation_id, site_id) WHERE kind = 'person';
    CREATE INDEX attachments_by_content ON records (organisation_id, content_sha256)
      WHERE content_sha256 IS NOT NULL;
    CREATE INDEX attachments_by_preview ON records (organisation_id, preview_sha256)
      WHERE preview_sha256 IS NOT NULL;
    CREATE INDEX tombstones ON records (organisation_id, version) WHERE deleted_at_ms IS NOT NULL;

    -- Where a record is found by sites that its own site_id does not name: addressees, and sites it left.
    CREATE TABLE record_audience (
      organisation_id TEXT NOT NULL,
      site_id TEXT NOT NULL,
      lane SMALLINT NOT NULL,
      version BIGINT NOT NULL,
      collection TEXT NOT NULL,
      id TEXT NOT NULL,
      PRIMARY KEY (organisation_id, site_id, lane, version, collection, id)
    );
    CREATE INDEX audience_of_record ON record_audience (organisation_id, collection, id);

    CREATE TABLE conflicts (
      organisation_id TEXT NOT NULL,
      version BIGINT NOT NULL,
      collection TEXT NOT NULL,
      record_id TEXT NOT NULL,
      field TEXT NOT NULL,
      standing_device_id TEXT NOT NULL,
      standing_value TEXT NOT NULL,
      standing_hlc TEXT NOT NULL,
      sent_device_id TEXT NOT NULL,
      sent_value TEXT NOT NULL,
      sent_hlc TEXT NOT NULL,
      sent_by TEXT NOT NULL,
      decision TEXT NOT NULL,
      result_value TEXT NOT NULL,
      noted_at_ms BIGINT NOT NULL,
      PRIMARY KEY (organisation_id, version, collection, record_id, field)
    );

    CREATE TABLE blobs (
      organisation_id TEXT NOT NULL REFERENCES organisations (id),
      sha256 TEXT NOT NULL,
      have_bytes BIGINT NOT NULL,
      is_complete BOOLEAN NOT NULL,
      PRIMARY KEY (organisation_id, sha256)
    );

    CREATE TABLE blob_chunks (
      organisation_id TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      first_byte BIGINT NOT NULL,
      bytes BYTEA NOT NULL,
      PRIMARY KEY (organisation_id, sha256, first_byte),
      FOREIGN KEY (organisation_id, sha256) REFERENCES blobs (organisation_id, sha256) ON DELETE CASCADE
    );
    -- Photographs are compressed already.
    ALTER TABLE blob_chunks ALTER COLUMN bytes SET STORAGE EXTERNAL;
  `,
};

/** A record is in the indexes of the lanes it was ever touched in, and in no other. */
function laneIndexes(lane: number): string {
  const column = `lane${lane}_version`;
  return `
    CREATE INDEX records_by_lane${lane} ON records (organisation_id, ${column}) WHERE ${column} IS NOT NULL;
    CREATE INDEX records_by_site_lane${lane} ON records (organisation_id, site_id, ${column})
      WHERE ${column} IS NOT NULL;`;
}
