import type Database from 'better-sqlite3';

/** Every table leads with the organisation, so that companies never meet and can be spread over machines. */
export function up(db: Database.Database): void {
  db.exec(`
    CREATE TABLE organisations (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      version INTEGER NOT NULL,
      created_at_ms INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE sites (
      organisation_id TEXT NOT NULL REFERENCES organisations (id),
      id TEXT NOT NULL,
      code TEXT NOT NULL,
      name TEXT NOT NULL,
      kind TEXT NOT NULL,
      time_zone TEXT NOT NULL,
      stations INTEGER NOT NULL,
      created_at_ms INTEGER NOT NULL,
      PRIMARY KEY (organisation_id, id),
      UNIQUE (organisation_id, code)
    ) STRICT;

    CREATE TABLE enrolment_codes (
      organisation_id TEXT NOT NULL REFERENCES organisations (id),
      code_hash BLOB NOT NULL,
      site_id TEXT,
      created_at_ms INTEGER NOT NULL,
      expires_at_ms INTEGER NOT NULL,
      used_by_device_id TEXT,
      PRIMARY KEY (organisation_id, code_hash)
    ) STRICT;

    CREATE TABLE devices (
      organisation_id TEXT NOT NULL REFERENCES organisations (id),
      id TEXT NOT NULL,
      name TEXT NOT NULL,
      public_key BLOB NOT NULL,
      site_id TEXT NOT NULL,
      station INTEGER NOT NULL,
      is_founder INTEGER NOT NULL,
      enrolled_at_ms INTEGER NOT NULL,
      revoked_at_ms INTEGER,
      request_counter INTEGER NOT NULL,
      seen_at_ms INTEGER NOT NULL,
      last_seq INTEGER NOT NULL,
      last_hash BLOB NOT NULL,
      PRIMARY KEY (organisation_id, id),
      UNIQUE (organisation_id, site_id, station)
    ) STRICT;

    CREATE TABLE entries (
      organisation_id TEXT NOT NULL,
      device_id TEXT NOT NULL,
      seq INTEGER NOT NULL,
      hash BLOB NOT NULL,
      entry TEXT NOT NULL,
      verdict TEXT NOT NULL,
      version INTEGER,
      received_at_ms INTEGER NOT NULL,
      is_clock_clamped INTEGER NOT NULL,
      PRIMARY KEY (organisation_id, device_id, seq),
      FOREIGN KEY (organisation_id, device_id) REFERENCES devices (organisation_id, id)
    ) STRICT;

    CREATE TABLE records (
      organisation_id TEXT NOT NULL REFERENCES organisations (id),
      collection TEXT NOT NULL,
      id TEXT NOT NULL,
      kind TEXT NOT NULL,
      site_id TEXT NOT NULL,
      schema_version INTEGER NOT NULL,
      data TEXT NOT NULL,
      stamps TEXT NOT NULL,
      version INTEGER NOT NULL,
      deleted_by_device_id TEXT,
      arrived_at_ms INTEGER NOT NULL,
      PRIMARY KEY (organisation_id, collection, id)
    ) STRICT;
    CREATE INDEX records_by_version ON records (organisation_id, version);
    CREATE INDEX records_by_site_version ON records (organisation_id, site_id, version);
    CREATE INDEX people_by_site ON records (organisation_id, site_id) WHERE kind = 'person';
    CREATE INDEX attachments_by_content ON records (organisation_id, (data ->> '$.sha256'))
      WHERE kind = 'attachment';

    CREATE TABLE conflicts (
      organisation_id TEXT NOT NULL REFERENCES organisations (id),
      version INTEGER NOT NULL,
      collection TEXT NOT NULL,
      record_id TEXT NOT NULL,
      field TEXT NOT NULL,
      standing_device_id TEXT NOT NULL,
      standing_value TEXT NOT NULL,
      sent_device_id TEXT NOT NULL,
      sent_value TEXT NOT NULL,
      decision TEXT NOT NULL,
      result_value TEXT NOT NULL,
      noted_at_ms INTEGER NOT NULL,
      PRIMARY KEY (organisation_id, version, collection, record_id, field)
    ) STRICT;
  `);
}
