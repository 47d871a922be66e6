import type { Catalogue } from '../../kernel/words.ts';

/** Texts about circulars that host, server and renderer need. */
export const incidentCircularWords: Catalogue = {
  'incidents.issueCircular.label': 'Issued the circular “{title}”',
  'incidents.withdrawCircular.label': 'Withdrew a circular: {reason}',
  'incidents.acknowledgeCircular.label': 'Acknowledged a circular',
  'incidents.noteCircular.label': 'A circular arrived',
  'incidents.remindOfCircular.label': 'A circular is due',

  'incidents.notify.circular': 'Circular: {title}',
  'incidents.notify.circular.arrived': 'Read it, do what it asks, and acknowledge it.',
  'incidents.notify.circular.due': 'It is due, and nobody here has acknowledged it.',
  'notice.incidents.circular': 'Circulars',
};
