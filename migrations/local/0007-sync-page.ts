/** What the Sync page shows: exchanges that moved something, and fields that two consoles set at the same time. */
export const number = 7;
export const name = 'sync-page';

export const up = `
-- The newest exchanges that moved something, and the first of each run of failures.
CREATE TABLE exchange_log (
  number INTEGER PRIMARY KEY NOT NULL,
  at TEXT NOT NULL,
  way TEXT NOT NULL,
  durationMs INTEGER NOT NULL,
  sentBytes INTEGER NOT NULL,
  receivedBytes INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  records INTEGER NOT NULL,
  -- Why it failed: an error as JSON.
  problem TEXT
) STRICT;

-- All exchanges of a day, those that moved nothing too.
CREATE TABLE exchange_day (
  day TEXT PRIMARY KEY NOT NULL,
  exchanges INTEGER NOT NULL,
  idle INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  sentBytes INTEGER NOT NULL,
  receivedBytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- As the server told them. "told": both values, what became of them, and the names of consoles and sites then.
CREATE TABLE conflict (
  number INTEGER PRIMARY KEY NOT NULL,
  version INTEGER NOT NULL,
  collection TEXT NOT NULL,
  recordId TEXT NOT NULL,
  field TEXT NOT NULL,
  notedAt TEXT NOT NULL,
  kind TEXT NOT NULL,
  siteId TEXT NOT NULL,
  told TEXT NOT NULL,
  seenAt TEXT,
  -- A server that was put back from a backup tells again what it still has, and draws its versions anew.
  UNIQUE (version, collection, recordId, field, notedAt)
) STRICT;
CREATE INDEX conflict_unseen ON conflict (number) WHERE seenAt IS NULL;

-- Up to where they were told: one row.
CREATE TABLE conflict_progress (
  id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
  epoch TEXT NOT NULL,
  view TEXT NOT NULL,
  upTo INTEGER NOT NULL,
  askedAt TEXT NOT NULL
) STRICT;
`;
