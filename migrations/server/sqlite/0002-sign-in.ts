import type Database from 'better-sqlite3';

/** What the server remembers of the sign-ins at a device: when its people were granted, what was taken there. */
export function up(db: Database.Database): void {
  db.exec("ALTER TABLE devices ADD COLUMN sign_in TEXT NOT NULL DEFAULT '{}'");
}
