/**
 * Records that are over for long lie in monthly files under `archive/`. What stands here says which: a record
 * has a row in its domain's table or a row here, never both. A copy in a monthly file that no row here names
 * counts for nothing.
 */
export const number = 5;
export const name = 'archive';

export const up = `
CREATE TABLE archived_record (
  collection TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  siteId TEXT NOT NULL,
  -- The record that it came and goes with: its own id, or that of the whole it is a part of.
  rootId TEXT NOT NULL,
  -- The month in which that record ended: the name of the file.
  month TEXT NOT NULL,
  -- The revision that is meant: the file keeps others, which older backups name.
  rev TEXT NOT NULL,
  PRIMARY KEY (collection, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX archived_record_root ON archived_record (rootId);
-- How many wholes of a kind there are, by site, without looking at their parts.
CREATE INDEX archived_record_whole ON archived_record (kind, siteId) WHERE id = rootId;

-- How many records of each month are archived: what a page shows, without counting them.
CREATE TABLE archived_month (
  month TEXT PRIMARY KEY NOT NULL,
  records INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
