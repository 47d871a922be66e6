/**
 * What lists show of archived records, and filter and sort by: a few fields of each stay in the store. Derived from
 * the monthly files: the console fills it anew when other fields are wanted.
 */
export const number = 15;
export const name = 'archived-list';

export const up = `
CREATE TABLE archived_list (
  collection TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  -- Those fields as JSON.
  data TEXT NOT NULL,
  -- The id first: what a list is sorted by is found in an index of its own, not by walking through a collection.
  PRIMARY KEY (id, collection)
) STRICT, WITHOUT ROWID;
`;
