import { defineDomain } from '../../kernel/define-domain.ts';
import { settingsCommands } from './commands.ts';
import { settingsQueries } from './queries.ts';
import { site } from './schema.ts';

export const settingsDomain = defineDomain({
  name: 'settings',
  entities: [site],
  commands: settingsCommands,
  queries: settingsQueries,
  timers: [],
  words: { 'settings.foundSite.label': 'Founded the site {name}' },
  readModels: [],
});
