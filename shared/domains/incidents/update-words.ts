import type { Catalogue } from '../../kernel/words.ts';

/** What is said of comments on pages and on paper alike. */
export const commentWords = {
  'commentKind.note': 'Note',
  'commentKind.update': 'Update',
  'commentKind.resolution': 'Resolution',
  'commentKind.escalation': 'Escalation',
  'commentKind.follow_up': 'Follow-up',
  'incidents.update.expected': 'Expected next: {expected}',
} as const satisfies Catalogue;

/** Texts about updates for those who follow an incident. */
export const incidentUpdateWords: Catalogue = {
  ...commentWords,

  'incidents.comment.label.update': 'Said how it stands',
  'incidents.remindOfUpdate.label': 'The promised update is due',
  'incidents.follow.label': 'Followed an incident',
  'incidents.unfollow.label': 'Stopped following an incident',

  'incidents.event.updated': 'Said how it stands',
  'incidents.event.updatedUntil': 'Said how it stands; next update by {next}',
  'incidents.event.updateDue': 'The update promised for {next} is due',

  'incidents.notify.update': '{by}: {text}',
  'incidents.notify.updateUntil': '{by}: {text} Next update by {next}.',
  'incidents.notify.updateDue': 'An update was promised for {next}. Those who follow it wait for it.',

  'notice.incidents.update': 'What I follow',
  'notice.incidents.updateDue': 'Updates I owe',
};
