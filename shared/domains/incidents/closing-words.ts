import type { Catalogue } from '../../kernel/words.ts';

/** What is said of the day by which an incident is to be closed. */
export const incidentClosingWords = {
  'incidents.remindOfClosing.label': 'An incident is to be closed soon',
  'incidents.event.closingDue': 'To be closed by {day}',
  'incidents.notify.closingDue': 'It is to be closed by {day}: cause, actions and lessons.',
  'notice.incidents.closingDue': 'Incidents to be closed',
} as const satisfies Catalogue;
