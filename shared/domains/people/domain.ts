import { defineDomain } from '../../kernel/define-domain.ts';
import { peopleCommands } from './commands.ts';
import { peopleQueries } from './queries.ts';
import { peopleReports } from './reports.ts';
import { credential, person } from './schema.ts';
import { secondFactor, signInPolicy } from './sign-in-schema.ts';
import { peopleWords } from './words.ts';

export const peopleDomain = defineDomain({
  name: 'people',
  entities: [person, credential, secondFactor, signInPolicy],
  commands: peopleCommands,
  queries: peopleQueries,
  reports: peopleReports,
  timers: [],
  words: peopleWords,
  readModels: [],
});
