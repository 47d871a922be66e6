import { IconDatabase } from '@tabler/icons-react';
import type { Contribution } from '../contribution.ts';
import { StorePage } from './store-page.tsx';

export const storeContribution: Contribution = {
  domain: 'administration',
  title: 'nav.administration',
  navigation: [
    { path: '/store', text: 'store.nav', icon: IconDatabase, feature: 'store.manage', keys: 'g s' },
  ],
  routes: [{ path: '/store', feature: 'store.manage', page: StorePage }],
  commands: [],
};
