import { IconListDetails } from '@tabler/icons-react';
import type { Contribution } from '../contribution.ts';
import { AuditPage } from './audit-page.tsx';

export const auditContribution: Contribution = {
  domain: 'audit',
  title: 'nav.console',
  navigation: [
    { path: '/audit', text: 'audit.nav', icon: IconListDetails, feature: 'audit.read', keys: 'g u' },
  ],
  routes: [{ path: '/audit', feature: 'audit.read', page: AuditPage }],
  commands: [],
};
