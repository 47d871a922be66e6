import type Database from 'better-sqlite3';

/** Every table leads with the organisation, so that companies never meet and can be spread over machines. */
export function up(db: Database.Database): void {
  db.exec(`
    CREATE TABLE organisations (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      created_at_ms INTEGER NOT NULL,
      version INTEGER NOT NULL,
      last_ref INTEGER NOT NULL,
      horizon INTEGER NOT NULL,
      epoch TEXT NOT NULL,
      epoch_at_ms INTEGER NOT NULL,
      device_revision INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE secrets (
      organisation_id TEXT NOT NULL REFERENCES organisations (id),
      name TEXT NOT NULL,
      value BLOB NOT NULL,
      PRIMARY KEY (organisation_id, name)
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
      is_wipe_asked INTEGER NOT NULL,
      request_counter INTEGER NOT NULL,
      seen_at_ms INTEGER NOT NULL,
      last_seq INTEGER NOT NULL,
      last_hash BLOB NOT NULL,
      highest_seq INTEGER NOT NULL,
      incarnation TEXT NOT NULL,
      past_incarnations TEXT NOT NULL,
      schemas TEXT NOT NULL,
      schema_table TEXT NOT NULL,
      passed_version INTEGER NOT NULL,
      PRIMARY KEY (organisation_id, id),
      UNIQUE (organisation_id, site_id, station)
    ) STRICT;

    CREATE TABLE entries (
      organisation_id TEXT NOT NULL,
      device_id TEXT NOT NULL,
      seq INTEGER NOT NULL,
      -- NULL while an entry before it is missing: the chain is completed when that comes.
      hash BLOB,
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
      ref INTEGER NOT NULL,
      kind TEXT NOT NULL,
      site_id TEXT NOT NULL,
      schema_version INTEGER NOT NULL,
      data TEXT NOT NULL,
      stamps TEXT NOT NULL,
      version INTEGER NOT NULL,
      -- The newest version an entry of each lane gave the record; NULL where none did, so that a record is
      -- in the indexes of its own lanes only.
      lane0_version INTEGER,
      lane1_version INTEGER,
      lane2_version INTEGER,
      lane3_version INTEGER,
      deleted_by_device_id TEXT,
      deleted_at_ms INTEGER,
      arrived_at_ms INTEGER NOT NULL,
      audience TEXT,
      PRIMARY KEY (organisation_id, collection, id)
    ) STRICT;
    CREATE UNIQUE INDEX records_by_ref ON records (organisation_id, ref);
    ${[0, 1, 2, 3].map(laneIndexes).join('')}
    CREATE INDEX tombstones ON records (organisation_id, version) WHERE deleted_at_ms IS NOT NULL;
    CREATE INDEX people_by_site ON records (organisation_id, site_id) WHERE kind = 'person';
    CREATE INDEX attachments_by_content ON records (organisation_id, (data ->> '$.sha256'))
      WHERE kind = 'attachment';
    CREATE INDEX attachments_by_preview ON records (organisation_id, (data ->> '$.previewSha256'))
      WHERE kind = 'attachment';

    -- Where a record is found by sites that its own site_id does not name: addressees, and sites it left.
    CREATE TABLE record_audience (
      organisation_id TEXT NOT NULL,
      site_id TEXT NOT NULL,
      lane INTEGER NOT NULL,
      version INTEGER NOT NULL,
      collection TEXT NOT NULL,
      id TEXT NOT NULL,
      PRIMARY KEY (organisation_id, site_id, lane, version, collection, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX audience_of_record ON record_audience (organisation_id, collection, id);

    CREATE TABLE conflicts (
      organisation_id TEXT NOT NULL REFERENCES organisations (id),
      version INTEGER NOT NULL,
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
      noted_at_ms INTEGER NOT NULL,
      PRIMARY KEY (organisation_id, version, collection, record_id, field)
    ) STRICT;
  `);
}

function laneIndexes(lane: number): string {
  const column = `lane${lane}_version`;
  return `
    CREATE INDEX records_by_lane${lane} ON records (organisation_id, ${column}) WHERE ${column} IS NOT NULL;
    CREATE INDEX records_by_site_lane${lane} ON records (organisation_id, site_id, ${column})
      WHERE ${column} IS NOT NULL;`;
}
