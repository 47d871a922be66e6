import { renewSecondChain } from './0010-second-chain.ts';

/**
 * What the journal's page filters by. Derived from the journal when somebody asks and not when a command is
 * committed, so that a commit waits for no more pages than before.
 */
export const number = 10;
export const name = 'audit';

export const up = `
-- Ids and names that come again and again, by a number: a row of the index is a few bytes.
CREATE TABLE audit_word (
  number INTEGER PRIMARY KEY NOT NULL,
  word TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE audit_entry (
  seq INTEGER PRIMARY KEY NOT NULL,
  atMs INTEGER NOT NULL,
  actor INTEGER NOT NULL,
  command INTEGER NOT NULL,
  event INTEGER NOT NULL,
  -- Of all its changes; the word "several" where it is not one.
  site INTEGER NOT NULL
) STRICT;
CREATE INDEX audit_entry_time ON audit_entry (atMs);
CREATE INDEX audit_entry_actor ON audit_entry (actor);
CREATE INDEX audit_entry_command ON audit_entry (command);
CREATE INDEX audit_entry_event ON audit_entry (event);
CREATE INDEX audit_entry_site ON audit_entry (site);

-- The last entry that is in the index, with its hash: another one there means that the journal is another.
CREATE TABLE audit_head (
  id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT;
`;

export const change = renewSecondChain;
