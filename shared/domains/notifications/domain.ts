import { defineDomain } from '../../kernel/define-domain.ts';
import { notificationCommands } from './commands.ts';
import { notificationQueries } from './queries.ts';
import { delivery, messageTemplate, notification, notificationPreferences } from './schema.ts';
import { notificationTimers } from './timers.ts';
import { notificationWords } from './words.ts';

export const notificationsDomain = defineDomain({
  name: 'notifications',
  entities: [notification, delivery, notificationPreferences, messageTemplate],
  commands: notificationCommands,
  queries: notificationQueries,
  timers: notificationTimers,
  words: notificationWords,
  readModels: [],
});
