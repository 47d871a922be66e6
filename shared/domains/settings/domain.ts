import { defineDomain } from '../../kernel/define-domain.ts';
import { settingsCommands } from './commands.ts';
import { settingsQueries } from './queries.ts';
import { retention } from './retention.ts';
import { calendar, site } from './schema.ts';

export const settingsDomain = defineDomain({
  name: 'settings',
  entities: [site, calendar, retention],
  commands: settingsCommands,
  queries: settingsQueries,
  timers: [],
  words: {
    'settings.foundSite.label': 'Founded the site {name}',
    'settings.editSite.label': 'Changed the site {name}',
    'settings.saveCalendar.label': 'Changed the calendar',
    'settings.saveCompanyRetention.label': 'Changed how long the company keeps things',
    'settings.saveSiteRetention.label': 'Changed how long this site keeps things',
  },
  readModels: [],
});
