import type Database from 'better-sqlite3';

/** Journals of many consoles are read together, newest arrival first. New entries go to the index's end. */
export function up(db: Database.Database): void {
  db.exec('CREATE INDEX entries_by_arrival ON entries (organisation_id, received_at_ms, device_id, seq)');
}
