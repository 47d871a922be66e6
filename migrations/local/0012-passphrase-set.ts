/** Sign-ins also end because somebody else set their person's passphrase. A CHECK can't be altered, so the table is made anew. */
export const number = 12;
export const name = 'passphrase-set';

export const up = `
ALTER TABLE session_ended RENAME TO session_ended_before;
CREATE TABLE session_ended (
  id TEXT PRIMARY KEY NOT NULL,
  personId TEXT NOT NULL,
  kind TEXT NOT NULL,
  signedInAt TEXT NOT NULL,
  lastSeenAt TEXT NOT NULL,
  endedAt TEXT NOT NULL,
  how TEXT NOT NULL
    CHECK (how IN ('signed-out', 'ended', 'idle', 'too-long', 'not-active', 'passphrase-set')),
  -- The person who ended it; null where nobody did.
  endedBy TEXT
) STRICT, WITHOUT ROWID;
INSERT INTO session_ended (id, personId, kind, signedInAt, lastSeenAt, endedAt, how, endedBy)
  SELECT id, personId, kind, signedInAt, lastSeenAt, endedAt, how, endedBy FROM session_ended_before;
DROP TABLE session_ended_before;
CREATE INDEX session_ended_time ON session_ended (endedAt);
`;
