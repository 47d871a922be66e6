import { defineDomain } from '../../kernel/define-domain.ts';
import { workCommands } from './commands.ts';
import { workQueries } from './queries.ts';
import { preferences, savedView } from './schema.ts';

export const workDomain = defineDomain({
  name: 'work',
  entities: [savedView, preferences],
  commands: workCommands,
  queries: workQueries,
  timers: [],
  words: {
    'work.saveView.label': 'Saved the view {name}',
    'work.shareView.label': 'Shared a view',
    'work.unshareView.label': 'Stopped sharing a view',
    'work.removeView.label': 'Removed a view',
    'work.savePreferences.label': 'Changed how dates and units are shown',
  },
  readModels: [],
});
