import type Database from 'better-sqlite3';

/** Messages that this server carries, until they are sent or given up. */
export function up(db: Database.Database): void {
  db.exec(`
    CREATE TABLE outbound_messages (
      organisation_id TEXT NOT NULL REFERENCES organisations (id),
      delivery_id TEXT NOT NULL,
      due_at_ms INTEGER NOT NULL,
      -- Until then one process is at it.
      claimed_until_ms INTEGER NOT NULL,
      PRIMARY KEY (organisation_id, delivery_id)
    ) STRICT;
    CREATE INDEX outbound_by_due ON outbound_messages (organisation_id, due_at_ms);
  `);
}
