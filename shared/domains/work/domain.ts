import { defineDomain } from '../../kernel/define-domain.ts';
import { workCommands } from './commands.ts';
import { workQueries } from './queries.ts';
import { preferences, recordLink, savedView } from './schema.ts';

export const workDomain = defineDomain({
  name: 'work',
  entities: [savedView, preferences, recordLink],
  commands: workCommands,
  queries: workQueries,
  timers: [],
  words: {
    'work.saveView.label': 'Saved the view {name}',
    'work.shareView.label': 'Shared a view',
    'work.unshareView.label': 'Stopped sharing a view',
    'work.removeView.label': 'Removed a view',
    'work.link.label': 'Linked with {label}',
    'work.unlink.label': 'Removed a link',
    'work.savePreferences.label': 'Changed their preferences',
  },
  readModels: [],
});
