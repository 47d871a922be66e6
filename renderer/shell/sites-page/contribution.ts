import { IconMapPin } from '@tabler/icons-react';
import type { Contribution } from '../contribution.ts';
import { SitesPage } from './sites-page.tsx';

export const sitesContribution: Contribution = {
  domain: 'sites',
  title: 'nav.company',
  navigation: [
    { path: '/sites', text: 'sites.nav', icon: IconMapPin, feature: 'incidents.read', keys: 'g m' },
  ],
  routes: [{ path: '/sites', feature: 'incidents.read', page: SitesPage }],
  commands: [],
};
