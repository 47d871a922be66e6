/**
 * Entries travel by lane, and a console can be put in step again after it or its server was put back from a
 * backup.
 */
export const number = 6;
export const name = 'sync-lanes';

export const up = `
-- What waits, lane by lane.
DROP INDEX journal_waiting;
ALTER TABLE journal ADD COLUMN lane INTEGER NOT NULL DEFAULT 0;
UPDATE journal SET lane = entry ->> '$.lane' WHERE lane <> entry ->> '$.lane';
CREATE INDEX journal_waiting ON journal (state, lane, seq) WHERE state IN ('pending', 'rejected');

-- An entry that people had settled, and that a server which lost it gets again only to keep: what it becomes
-- once that is answered, with the verdict it had.
ALTER TABLE journal ADD COLUMN withdrawn TEXT CHECK (withdrawn IN ('discarded', 'retried'));

-- The server's short number for the record, and the last run of pages from 0 in which it was told.
ALTER TABLE record_sync ADD COLUMN ref INTEGER;
ALTER TABLE record_sync ADD COLUMN seenIn INTEGER NOT NULL DEFAULT 0;

-- Journals of identities this console had before: two consoles with one identity part by one of them taking
-- another. Each row as it stood in its journal.
CREATE TABLE former_journal (
  deviceId TEXT NOT NULL,
  seq INTEGER NOT NULL,
  entry TEXT NOT NULL,
  hash BLOB NOT NULL,
  before TEXT NOT NULL,
  beforeHash BLOB NOT NULL,
  input TEXT NOT NULL,
  state TEXT NOT NULL,
  verdict TEXT,
  answeredAt TEXT,
  PRIMARY KEY (deviceId, seq)
) STRICT, WITHOUT ROWID;
`;
