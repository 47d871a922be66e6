import type Database from 'better-sqlite3';

/** Callers who are told what came of their message. Kept when it is done, so that nobody is told twice. */
export function up(db: Database.Database): void {
  db.exec(`
    CREATE TABLE caller_answers (
      organisation_id TEXT NOT NULL REFERENCES organisations (id),
      call_id TEXT NOT NULL,
      queued_at_ms INTEGER NOT NULL,
      attempts INTEGER NOT NULL,
      -- NULL: done with.
      due_at_ms INTEGER,
      -- Until then one process is at it.
      claimed_until_ms INTEGER NOT NULL,
      PRIMARY KEY (organisation_id, call_id)
    ) STRICT;
    CREATE INDEX caller_answers_by_due ON caller_answers (organisation_id, due_at_ms) WHERE due_at_ms IS NOT NULL;
  `);
}
