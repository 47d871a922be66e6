import type { Catalogue } from '../../kernel/words.ts';

export const peopleWords: Catalogue = {
  'people.createFirstAdministrator.label': 'Created the first administrator, {name}',
  'people.add.label': 'Added {name}',
};
