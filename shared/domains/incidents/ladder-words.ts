import type { Catalogue } from '../../kernel/words.ts';

/** Texts of the ladder: who is called, who has acknowledged, and for how long. */
export const incidentLadderWords: Catalogue = {
  'incidents.countAcknowledgement.label': 'Counted an acknowledgement from another site',
  'incidents.lookAtAcknowledgement.label': 'Looked at an acknowledgement before it expires',
  'incidents.endOverride.label': 'A change of the rota is over',

  'incidents.event.levelSkipped': 'Nobody to call at level {level}: passed over',
  'incidents.event.acknowledgedElsewhere':
    'Acknowledged at level {level} from {site}; on its way to the site',
  'incidents.event.acknowledgementCounted':
    'The acknowledgement of {by} from {site} arrived: escalation stopped',
  'incidents.event.acknowledgementAdded': 'The acknowledgement of {by} from {site} arrived as well',
  'incidents.event.reminded': 'Reminded {to}: the acknowledgement ends soon if nobody moves it',
  'incidents.event.acknowledgementExpired': 'The acknowledgement of {to} has ended',

  'incidents.notify.acknowledgementReminder':
    'You acknowledged it. Unless somebody moves the incident, that stands for {hours|one more hour|{hours} more hours}.',
  'notice.incidents.acknowledgementReminder': 'Reminders of what I acknowledged',
};
