/**
 * What is read besides records: the full-text index over all of them, and statistics counted while records
 * change. Both are derived; a console can build them anew from its records at any time.
 */
export const number = 2;
export const name = 'read-models';

export const up = `
-- From which definition a derived table was last built: another one means building it anew.
CREATE TABLE read_model (
  name TEXT PRIMARY KEY NOT NULL,
  builtFor TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Which record a row of the index stands for. A record whose text changes gets a new, higher row, so the
-- order of rows is the order in which texts last changed.
CREATE TABLE search_record (
  row INTEGER PRIMARY KEY NOT NULL,
  collection TEXT NOT NULL,
  id TEXT NOT NULL,
  changedAtMs INTEGER NOT NULL,
  -- The id first: ids are unique across collections, and a part names its whole by id alone.
  UNIQUE (id, collection)
) STRICT;

-- The index keeps words only; the text itself stands in the record. "scope" holds one word for the site and
-- one for the kind, so that what a person may not see is left out by the index itself.
CREATE VIRTUAL TABLE search_text USING fts5 (
  head, body, scope,
  content = '', contentless_delete = 1, prefix = '2 3', tokenize = "unicode61 remove_diacritics 2"
);
-- The words of the index, for guessing what a mistyped word was meant to be.
CREATE VIRTUAL TABLE search_term USING fts5vocab (search_text, 'row');

-- Incidents counted per site and period. A period begins at its start in the site's time zone.
CREATE TABLE incident_statistics (
  siteId TEXT NOT NULL,
  period TEXT NOT NULL CHECK (period IN ('hour', 'day', 'week', 'month')),
  periodStart TEXT NOT NULL,
  -- The same start as the site's clock shows it: what periods of sites in several zones are joined on.
  localStart TEXT NOT NULL,
  reported INTEGER NOT NULL,
  reportedLow INTEGER NOT NULL,
  reportedMedium INTEGER NOT NULL,
  reportedHigh INTEGER NOT NULL,
  reportedCritical INTEGER NOT NULL,
  reportedSafety INTEGER NOT NULL,
  reportedOperational INTEGER NOT NULL,
  reportedEnvironmental INTEGER NOT NULL,
  reportedSecurity INTEGER NOT NULL,
  reportedHr INTEGER NOT NULL,
  acknowledged INTEGER NOT NULL,
  acknowledgeMsSum INTEGER NOT NULL,
  resolved INTEGER NOT NULL,
  resolutionMsSum INTEGER NOT NULL,
  closed INTEGER NOT NULL,
  overdue INTEGER NOT NULL,
  escalated INTEGER NOT NULL,
  PRIMARY KEY (siteId, period, periodStart)
) STRICT, WITHOUT ROWID;
`;
