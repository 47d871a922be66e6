import { accessWords } from '../../access/words.ts';
import type { ListColumns } from '../../reports/list-report.ts';
import { peopleListWords } from './list-words.ts';
import type { PersonRow } from './queries.ts';

/** What the list of people can show, on the page and in its exports. */
export const PEOPLE_COLUMNS = {
  name: { titleKey: 'people.column.name', type: 'text', weight: 2, cell: ({ name }) => name },
  job: {
    titleKey: 'people.column.job',
    type: 'text',
    weight: 1.6,
    cell: ({ jobProfile }) => accessWords[`job.${jobProfile}`],
  },
  role: {
    titleKey: 'people.column.role',
    type: 'text',
    weight: 1.6,
    cell: ({ role }) => accessWords[`role.${role}`],
  },
  site: { titleKey: 'people.column.site', type: 'text', weight: 1.4, cell: ({ siteName }) => siteName },
  signInName: {
    titleKey: 'people.column.signInName',
    type: 'text',
    weight: 1.4,
    cell: ({ signInName }) => signInName,
  },
  state: {
    titleKey: 'people.column.state',
    type: 'text',
    weight: 1,
    cell: ({ active }) => peopleListWords[active ? 'people.state.active' : 'people.state.inactive'],
  },
} as const satisfies ListColumns<PersonRow>;
