import { IconArrowsExchange } from '@tabler/icons-react';
import type { Contribution } from '../contribution.ts';
import { SyncPage } from './sync-page.tsx';

/** Everybody may see how the link is, as in the status bar. */
export const syncContribution: Contribution = {
  domain: 'sync',
  title: 'nav.console',
  navigation: [
    { path: '/sync', text: 'sync.nav', icon: IconArrowsExchange, feature: 'incidents.read', keys: 'g l' },
  ],
  routes: [{ path: '/sync', feature: 'incidents.read', page: SyncPage }],
  commands: [],
};
