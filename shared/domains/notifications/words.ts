import type { Catalogue } from '../../kernel/words.ts';

export const notificationWords: Catalogue = {
  'notifications.raise.label': 'Told {count|one person|{count} people}',
  'notifications.settle.label': 'Stopped telling people about what is settled',
  'notifications.read.label': 'Read {count|one notification|{count} notifications}',
  'notifications.acknowledge.label': 'Acknowledged {count|one notification|{count} notifications}',
  'notifications.dismiss.label': 'Dismissed {count|one notification|{count} notifications}',
  'notifications.setPreferences.label': 'Changed how they want to be told',
  'notifications.setPreferencesFor.label': 'Changed how somebody is told',
  'notifications.recordAttempt.label': 'Handed a message over: {state}',
  'notifications.advanceDelivery.label': 'Moved a message on',
  'notifications.sendDigest.label': 'Sent the morning summary',
  'notifications.removeOld.label': 'Removed {count|an old notification|{count} old notifications}',
  'notifications.saveTemplate.label': 'Changed the text of {category} for {channel}',
  'notifications.resetTemplate.label': 'Set the built-in text of {category} for {channel}',
  'notifications.sendTest.label': 'Sent themselves a test over {channel}',

  'notifications.test.title': 'Test over {channel}',
  'notifications.test.body': '{subject}',
  'notifications.unreachable.title': '{name} can’t be reached away from a console',
  'notifications.unreachable.body':
    'They are called when something happens, and have no working e-mail, telephone or push. Job: {job}.',
  'notifications.digest.title': '{count|One notification|{count} notifications} since yesterday',
  'notifications.digest.body': '{lines}',
  'notifications.digest.sent': 'Sent by e-mail. Everything in it stands below.',
  'notifications.jobFailed.title': 'A job needs a person: {job}',
  'notifications.jobFailed.body': '{problem}',
  'notifications.rightTaken.title': '{name} took a right: {feature}',
  'notifications.rightTaken.body': 'For an hour, because: {reason}',

  'notice.notifications.test': 'Tests',
  'notice.notifications.unreachable': 'People who can’t be reached',
  'notice.notifications.digest': 'Morning summary',
  'notice.notifications.jobFailed': 'Jobs that failed',
  'notice.notifications.rightTaken': 'Rights that people took',
};
