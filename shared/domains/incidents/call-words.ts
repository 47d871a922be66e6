import type { Catalogue } from '../../kernel/words.ts';

/** What is said of calls from outside, and to whoever calls. */
export const incidentCallWords = {
  'incidents.takeCall.label': 'Took a call or text message',
  'incidents.event.reportedByCall.call': 'Reported by telephone, from the number of {name}',
  'incidents.event.reportedByCall.sms': 'Reported by text message, from the number of {name}',
  'incidents.event.reportedByCallUnknown.call': 'Reported by telephone, from {number}, which nobody here has',
  'incidents.event.reportedByCallUnknown.sms':
    'Reported by text message, from {number}, which nobody here has',
  'incidents.event.acknowledgedByCall.call': 'Acknowledged by telephone, from the number of {name}',
  'incidents.event.acknowledgedByCall.sms': 'Acknowledged by text message, from the number of {name}',

  'notice.incidents.callRefused': 'Calls that were refused',
  'incidents.notify.callRefused.call': 'Nothing came of a call from the number of {name}',
  'incidents.notify.callRefused.sms': 'Nothing came of a text message from the number of {name}',
  'incidents.notify.callRefusedUnknown.call': 'Nothing came of a call from {number}, which nobody here has',
  'incidents.notify.callRefusedUnknown.sms':
    'Nothing came of a text message from {number}, which nobody here has',
  'incidents.notify.callRefused': '“{said}”: {refusal}',
  'incidents.notify.callRefused.unsaid': '“{said}”',

  'incidents.notify.wayBack': 'Answer ACK {number}',

  'incidents.say.reported': 'Thank you, {name}. It goes to {site} as an incident.',
  'incidents.say.reportedUnknown': 'Thank you. It goes to {site} as an incident, without your name.',
  'incidents.say.acknowledged': 'Thank you, {name}. {site} is told that you have it.',
  'incidents.say.waits': 'Nothing was heard of {site} for {minutes} minutes: it waits for the link.',
  'incidents.say.notUnderstood':
    'This was not understood. Write what happened, or ACK and the number of an incident.',
  'incidents.say.unknownNumber':
    'This number is not known. Begin with the code of the site and a colon, such as AUR: fire in hold 3.',
  'incidents.say.unknownAcknowledges':
    'This number is not known. Only people whose number is known acknowledge.',
  'incidents.say.notTaken':
    '{site} takes no reports from numbers that are not known. Call somebody there, or use a console.',
  'incidents.say.notAllowed': '{name}, you may not do this at {site}. Call somebody there.',
  'incidents.say.refused': '{site} made nothing of your message “{said}”: {refusal}. Call somebody there.',
  'incidents.say.refused.unsaid': '{site} made nothing of your message “{said}”. Call somebody there.',
  'incidents.say.tooMany': 'Too many messages from this number. Call somebody at the site.',
} satisfies Catalogue;
