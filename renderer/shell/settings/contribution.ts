import { IconSettings } from '@tabler/icons-react';
import type { Contribution } from '../contribution.ts';
import { CalendarPage } from './calendar-page.tsx';
import { DiagnosticsPage } from './diagnostics-page.tsx';
import { SettingsPage } from './settings-page.tsx';
import { SitePage } from './site-page.tsx';
import { UpdatesPage } from './updates-page.tsx';

export const settingsContribution: Contribution = {
  domain: 'settings',
  title: 'nav.administration',
  navigation: [
    {
      path: '/settings',
      text: 'settings.nav',
      icon: IconSettings,
      feature: 'views.save',
      keys: 'g e',
      count: ({ person, updates }) => ({
        value: updates.offered !== null && person?.features.includes('updates.manage') === true ? 1 : 0,
        alarm: false,
        text: 'settings.updates',
      }),
    },
  ],
  routes: [
    { path: '/settings', feature: 'views.save', page: SettingsPage },
    { path: '/settings/site', feature: 'sites.manage', page: SitePage },
    { path: '/settings/calendar', feature: 'calendars.manage', page: CalendarPage },
    { path: '/settings/updates', feature: 'updates.manage', page: UpdatesPage },
    { path: '/settings/diagnostics', feature: 'diagnostics.read', page: DiagnosticsPage },
  ],
  commands: [],
};
