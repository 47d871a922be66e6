import type { Catalogue } from '../../kernel/words.ts';

/** Texts for those who are told beside the ladder: of a report, of its end, and the reporter of how it goes on. */
export const incidentToldWords: Catalogue = {
  'incidents.notify.reported': 'Reported, {severity}. {place}',
  'incidents.notify.resolved': '{by} resolved it.',
  'incidents.notify.closed': '{by} closed it.',
  'incidents.notify.merged': '{by} merged it into {number}, as the same incident.',
  'incidents.notify.moved': '{by} moved it to {stage}.',
  'incidents.notify.acknowledged': '{by} has it.',

  'notice.incidents.reported': 'New reports',
  'notice.incidents.over': 'The end of what I was called for',
  'notice.incidents.reporter': 'What becomes of my reports',
};
