import type { Catalogue } from '../../kernel/words.ts';

/** Texts of the ladder: who is called, who has acknowledged, and for how long. */
export const incidentLadderWords: Catalogue = {
  'incidents.countAcknowledgement.label': 'Counted an acknowledgement from another site',
  'incidents.lookAtAcknowledgement.label': 'Looked at an acknowledgement before it expires',
  'incidents.endOverride.label': 'A change of the rota is over',

  'incidents.callAgain.label': 'Not acknowledged in time: level {level} called again',

  'incidents.event.calledAgain':
    'Nobody has acknowledged: level {level} called again, {again|once|{again} times} by now',
  'incidents.event.calledAgainOverdue': 'Deadline passed: level {level} called again',
  'incidents.callOff.label': 'Called a step of the escalation off: {reason}',
  'incidents.event.calledOff': 'Level {level} called off, started by mistake: back at level {to}',
  'incidents.event.calledOffLate':
    'A call of level {level} called off, started by mistake; later calls keep it at level {to}',
  'incidents.notify.calledOff': '{by} called level {level} off, it was started by mistake: {text}',
  'notice.incidents.calledOff': 'Calls that were taken back',
  'incidents.event.levelSkipped': 'Nobody to call at level {level}: passed over',
  'incidents.event.acknowledgedElsewhere':
    'Acknowledged at level {level} from {site}; on its way to the site',
  'incidents.event.acknowledgementCounted':
    'The acknowledgement of {by} from {site} arrived: escalation stopped',
  'incidents.event.acknowledgementAdded': 'The acknowledgement of {by} from {site} arrived as well',
  'incidents.event.reminded': 'Reminded {to}: the acknowledgement ends soon if nobody moves it',
  'incidents.event.acknowledgementExpired': 'The acknowledgement of {to} has ended',

  'incidents.notify.calledAgain': 'Still nobody has acknowledged. Level {level}, called again. {place}',
  'incidents.notify.acknowledgementReminder':
    'You acknowledged it. Unless somebody moves the incident, that stands for {hours|one more hour|{hours} more hours}.',
  'notice.incidents.acknowledgementReminder': 'Reminders of what I acknowledged',
};
