import { defineDomain } from '../../kernel/define-domain.ts';
import { incidentCommands } from './commands.ts';
import { incidentNotices } from './notices.ts';
import { incidentQueries } from './queries.ts';
import { incidentReports } from './reports.ts';
import { incident, incidentEvent } from './schema.ts';
import { incidentStatistics } from './statistics.ts';
import { incidentTimers } from './timers.ts';
import { incidentWords } from './words.ts';

export const incidentsDomain = defineDomain({
  name: 'incidents',
  entities: [incident, incidentEvent],
  commands: incidentCommands,
  queries: incidentQueries,
  timers: incidentTimers,
  words: incidentWords,
  readModels: [],
  rollUps: [incidentStatistics],
  reports: incidentReports,
  notices: incidentNotices,
});
