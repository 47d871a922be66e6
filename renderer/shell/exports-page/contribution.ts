import { IconFileDownload } from '@tabler/icons-react';
import type { Contribution } from '../contribution.ts';
import { ExportsPage } from './exports-page.tsx';

export const exportsContribution: Contribution = {
  domain: 'exports',
  title: 'nav.console',
  navigation: [
    { path: '/exports', text: 'exports.nav', icon: IconFileDownload, feature: 'exports.create', keys: 'g x' },
  ],
  routes: [{ path: '/exports', feature: 'exports.create', page: ExportsPage }],
  commands: [],
};
