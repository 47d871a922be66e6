/** When the site's monitors were last heard at this console: known here alone, and kept over a restart. */
export const number = 16;
export const name = 'heartbeats';

export const up = `
CREATE TABLE heartbeat (
  monitorId TEXT NOT NULL PRIMARY KEY,
  heardAt TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
