import type Database from 'better-sqlite3';

/** The few kinds of which the server itself asks for every record. */
export function up(db: Database.Database): void {
  db.exec(`
    CREATE INDEX preferences_listed ON records (organisation_id) WHERE kind = 'notification-preferences';
    CREATE INDEX policies_listed ON records (organisation_id) WHERE kind = 'incident-policy';
  `);
}
