/**
 * How far search and statistics are built from the records of a file that had them otherwise, or not at all: a
 * console is used while that goes on, and goes on with it after it was ended in the middle.
 */
export const number = 4;
export const name = 'read-model-build';

export const up = `
-- One row for each that is being built; none for what is complete. Records are read from the one written last to
-- the one written first: those after the position, and those written since the start, are in it.
CREATE TABLE read_model_build (
  name TEXT PRIMARY KEY NOT NULL,
  builtFor TEXT NOT NULL,
  startLwt REAL NOT NULL,
  collection INTEGER NOT NULL,
  lwt REAL NOT NULL,
  id TEXT NOT NULL,
  done INTEGER NOT NULL,
  total INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
