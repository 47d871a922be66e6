import { IconFileImport, IconTableOptions, IconUserPlus, IconUsers } from '@tabler/icons-react';
import type { Contribution } from '#renderer/shell/contribution.ts';
import { ImportPage } from '#renderer/shell/import-page/import-page.tsx';
import { AddPage } from './pages/add-page.tsx';
import { PersonPage } from './pages/person-page.tsx';
import { RolesPage } from './pages/roles-page.tsx';
import { PeoplePage } from './people-page.tsx';

export const peopleContribution: Contribution = {
  domain: 'people',
  title: 'nav.company',
  navigation: [
    { path: '/people', text: 'people.nav', icon: IconUsers, feature: 'people.read', keys: 'g p' },
    { path: '/roles', text: 'roles.nav', icon: IconTableOptions, feature: 'people.read' },
  ],
  routes: [
    { path: '/people', feature: 'people.read', page: PeoplePage },
    { path: '/people/new', feature: 'people.manage', page: AddPage },
    { path: '/people/import', feature: 'people.manage', page: ImportPage },
    { path: '/people/:id', feature: 'people.read', page: PersonPage },
    { path: '/roles', feature: 'people.read', page: RolesPage },
  ],
  commands: [
    {
      id: 'people.add',
      text: 'people.add.title',
      icon: IconUserPlus,
      feature: 'people.manage',
      path: '/people/new',
    },
    {
      id: 'people.import',
      text: 'import.people.title',
      icon: IconFileImport,
      feature: 'people.manage',
      path: '/people/import',
    },
  ],
};
