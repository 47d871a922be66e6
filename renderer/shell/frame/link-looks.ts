import {
  IconCloudCheck,
  IconCloudOff,
  IconDeviceDesktop,
  IconRefresh,
  IconShieldX,
} from '@tabler/icons-react';

/** How the state of the link looks, wherever it is shown. */
export const LINK_LOOKS = {
  online: { icon: IconCloudCheck, tone: 'good' },
  syncing: { icon: IconRefresh, tone: 'good' },
  offline: { icon: IconCloudOff, tone: 'warning' },
  refused: { icon: IconShieldX, tone: 'alarm' },
  'not-joined': { icon: IconDeviceDesktop, tone: 'plain' },
} as const;
