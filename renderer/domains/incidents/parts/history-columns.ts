/** What the history counts of a period or a site, and the title of that. */
export const HISTORY_COLUMNS = [
  ['reported', 'incidents.history.reported'],
  ['reportedCritical', 'incidents.history.column.critical'],
  ['escalated', 'incidents.history.column.escalated'],
  ['resolved', 'incidents.history.resolved'],
  ['deadlineMet', 'incidents.history.column.met'],
  ['deadlineMissed', 'incidents.history.column.missed'],
] as const;
