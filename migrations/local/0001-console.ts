/**
 * Everything in a console's file that is no RxDB collection. Records live in one table a collection
 * (see `electron/host/store/record-tables.ts`), which is made from the entities at every start.
 */
export const number = 1;
export const name = 'console';

export const up = `
-- What this console is: its device id and key, its site, its server, its place in the exchange.
CREATE TABLE console_state (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row per committed command: audit trail, outbox and source of undo in one. Never updated but for
-- what became of it at the server. "entry" is the canonical text that is hashed and sent; "before" holds
-- what the fields were and is guarded by a chain of its own, because it never leaves the console.
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY NOT NULL,
  entry TEXT NOT NULL,
  hash BLOB NOT NULL,
  before TEXT NOT NULL,
  beforeHash BLOB NOT NULL,
  input TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'applied', 'rejected', 'discarded', 'retried')),
  verdict TEXT,
  answeredAt TEXT
) STRICT;
CREATE INDEX journal_waiting ON journal (state, seq) WHERE state IN ('pending', 'rejected');

-- Which records an entry touches: the history of a record, and what is still on its way.
CREATE TABLE journal_change (
  collection TEXT NOT NULL,
  id TEXT NOT NULL,
  seq INTEGER NOT NULL REFERENCES journal (seq),
  PRIMARY KEY (collection, id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX journal_change_seq ON journal_change (seq);

-- The outcome of every call, so that a call sent twice is done once.
CREATE TABLE command_outcome (
  commandId TEXT PRIMARY KEY NOT NULL,
  outcome TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What the server has of a record: its version, when it arrived there, when it came here, and, while
-- local changes wait for an answer, the server's state itself ("shadow"; the text null: not there).
CREATE TABLE record_sync (
  collection TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  arrivedAtServer TEXT,
  receivedAt TEXT,
  shadow TEXT,
  PRIMARY KEY (collection, id)
) STRICT, WITHOUT ROWID;
CREATE VIEW arrival AS SELECT collection, id, arrivedAtServer, receivedAt FROM record_sync;

-- Deadlines that records carry, derived from them in the same transaction that changes them.
CREATE TABLE timer (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  collection TEXT NOT NULL,
  recordId TEXT NOT NULL,
  dueAtMs INTEGER NOT NULL,
  -- When it is tried next: the due time, or later after a failure.
  nextAtMs INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  problem TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX timer_next ON timer (nextAtMs);
CREATE INDEX timer_record ON timer (collection, recordId);

-- Running numbers, never handed out twice.
CREATE TABLE counter (
  series TEXT PRIMARY KEY NOT NULL,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  sessionHash TEXT PRIMARY KEY NOT NULL,
  personId TEXT NOT NULL,
  signedInAt TEXT NOT NULL,
  lastSeenAt TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_in_failure (
  signInName TEXT PRIMARY KEY NOT NULL,
  failures INTEGER NOT NULL,
  lockedUntilMs INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Bytes of attachments: how much of each is here and how much the server has.
CREATE TABLE blob (
  sha256 TEXT PRIMARY KEY NOT NULL,
  sizeBytes INTEGER NOT NULL,
  bytesHere INTEGER NOT NULL,
  bytesAtServer INTEGER NOT NULL,
  problem TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_to_move ON blob (sha256) WHERE bytesHere < sizeBytes OR bytesAtServer < sizeBytes;
`;
