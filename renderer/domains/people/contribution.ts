import { IconUsers } from '@tabler/icons-react';
import type { Contribution } from '#renderer/shell/contribution.ts';
import { PeoplePage } from './people-page.tsx';

export const peopleContribution: Contribution = {
  domain: 'people',
  title: 'nav.company',
  navigation: [{ path: '/people', text: 'people.nav', icon: IconUsers, feature: 'people.read', keys: 'g p' }],
  routes: [{ path: '/people', feature: 'people.read', page: PeoplePage }],
  commands: [],
};
