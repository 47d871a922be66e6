import { IconDevices } from '@tabler/icons-react';
import type { Contribution } from '../contribution.ts';
import { DevicesPage } from './devices-page.tsx';

export const devicesContribution: Contribution = {
  domain: 'devices',
  title: 'nav.administration',
  navigation: [
    { path: '/devices', text: 'devices.nav', icon: IconDevices, feature: 'devices.manage', keys: 'g d' },
  ],
  routes: [{ path: '/devices', feature: 'devices.manage', page: DevicesPage }],
  commands: [],
};
