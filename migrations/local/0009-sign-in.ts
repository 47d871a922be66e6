/**
 * Several people at one window or browser: one in front, the others parked. What is over is kept apart, so that
 * whoever looks at the sign-ins sees how each ended.
 */
export const number = 9;
export const name = 'sign-in';

export const up = `
ALTER TABLE session RENAME TO session_before;
CREATE TABLE session (
  id TEXT PRIMARY KEY NOT NULL,
  -- Of the window's or the browser's secret: whoever reads the file can't take it over.
  sessionHash TEXT NOT NULL,
  personId TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('window', 'served')),
  state TEXT NOT NULL CHECK (state IN ('open', 'locked', 'parked')),
  signedInAt TEXT NOT NULL,
  lastSeenAt TEXT NOT NULL,
  UNIQUE (sessionHash, personId)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX session_front ON session (sessionHash) WHERE state <> 'parked';
CREATE INDEX session_person ON session (personId);
INSERT INTO session (id, sessionHash, personId, kind, state, signedInAt, lastSeenAt)
  SELECT lower(hex(randomblob(16))), sessionHash, personId, 'served', 'open', signedInAt, lastSeenAt FROM session_before;
DROP TABLE session_before;

CREATE TABLE session_ended (
  id TEXT PRIMARY KEY NOT NULL,
  personId TEXT NOT NULL,
  kind TEXT NOT NULL,
  signedInAt TEXT NOT NULL,
  lastSeenAt TEXT NOT NULL,
  endedAt TEXT NOT NULL,
  how TEXT NOT NULL CHECK (how IN ('signed-out', 'ended', 'idle', 'too-long', 'not-active')),
  -- The person who ended it; null where nobody did.
  endedBy TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX session_ended_time ON session_ended (endedAt);

-- Who is offered by name on the sign-in page: of a browser, only those who worked in that browser.
CREATE TABLE worked_here (
  id TEXT PRIMARY KEY NOT NULL,
  place TEXT NOT NULL,
  personId TEXT NOT NULL,
  at TEXT NOT NULL,
  UNIQUE (place, personId)
) STRICT, WITHOUT ROWID;

-- A code of a second factor opens once: the last time step that did, for each person.
CREATE TABLE second_factor_step (
  personId TEXT PRIMARY KEY NOT NULL,
  step INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE break_glass (
  id TEXT PRIMARY KEY NOT NULL,
  personId TEXT NOT NULL,
  feature TEXT NOT NULL,
  reason TEXT NOT NULL,
  startedAt TEXT NOT NULL,
  endsAt TEXT NOT NULL,
  endedAt TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX break_glass_person ON break_glass (personId, endsAt);
`;
