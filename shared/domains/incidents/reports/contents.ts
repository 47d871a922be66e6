/** What a report about one incident holds; why, docs/decisions/incident-reports.md says. */
export const INCIDENT_CONTENTS = ['full_report', 'summary', 'investigation', 'legal'] as const;
export type IncidentContent = (typeof INCIDENT_CONTENTS)[number];
