/** Reports that people asked for as files, and what became of them. The files lie beside the store. */
export const number = 11;
export const name = 'exports';

export const up = `
CREATE TABLE export (
  number INTEGER PRIMARY KEY NOT NULL,
  -- Name of its file.
  id TEXT NOT NULL UNIQUE,
  reportName TEXT NOT NULL,
  title TEXT NOT NULL,
  -- JSON, as the report takes it.
  parameters TEXT NOT NULL,
  -- What was asked for, as a JSON list; "format" is what the file is.
  formats TEXT NOT NULL,
  format TEXT NOT NULL,
  attachments INTEGER NOT NULL,
  confidential INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'processing', 'completed', 'failed', 'cancelled', 'expired')),
  requestedAt TEXT NOT NULL,
  requestedById TEXT NOT NULL,
  requestedByName TEXT NOT NULL,
  -- Sites whose rows may be in it: "all" or a list, as JSON.
  sites TEXT NOT NULL,
  endedAt TEXT,
  expiryDays INTEGER NOT NULL,
  expiresAt TEXT,
  fileName TEXT,
  sizeBytes INTEGER,
  sha256 TEXT,
  filesMissing INTEGER NOT NULL DEFAULT 0,
  downloads INTEGER NOT NULL DEFAULT 0,
  lastDownloadAt TEXT,
  -- Why it failed: an error as JSON.
  problem TEXT
) STRICT;
CREATE INDEX export_person ON export (requestedById, number);
CREATE INDEX export_expires ON export (expiresAt) WHERE state = 'completed';
`;
