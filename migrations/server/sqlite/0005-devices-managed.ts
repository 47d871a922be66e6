import type Database from 'better-sqlite3';

/** Who shut a console out and why, and who made a code at which console. */
export function up(db: Database.Database): void {
  db.exec(`
    ALTER TABLE devices ADD COLUMN revoked_by TEXT NOT NULL DEFAULT '';
    ALTER TABLE devices ADD COLUMN revoked_reason TEXT NOT NULL DEFAULT '';
    ALTER TABLE enrolment_codes ADD COLUMN made_by TEXT NOT NULL DEFAULT '';
    ALTER TABLE enrolment_codes ADD COLUMN made_at_device_id TEXT;
  `);
}
