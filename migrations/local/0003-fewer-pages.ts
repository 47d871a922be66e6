/**
 * A command on its own writes a page for each tree it touches and waits for them, so `journal_change` is one tree:
 * without its index by number, which nothing asked, and without its reference to the journal. SQLite would hold
 * each entry taken out of the journal against the whole table if the reference stayed when the index went.
 */
export const number = 3;
export const name = 'fewer-pages';

export const up = `
CREATE TABLE journal_change_2 (
  collection TEXT NOT NULL,
  id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (collection, id, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO journal_change_2 SELECT collection, id, seq FROM journal_change;
DROP TABLE journal_change;
ALTER TABLE journal_change_2 RENAME TO journal_change;
`;
