import { IconSettings } from '@tabler/icons-react';
import type { Contribution } from '../contribution.ts';
import { BackupPage } from './backup-page.tsx';
import { CalendarPage } from './calendar-page.tsx';
import { DiagnosticsPage } from './diagnostics-page.tsx';
import { LinksPage } from './links-page.tsx';
import { MessagesPage } from './messages-page.tsx';
import { RetentionPage } from './retention-page.tsx';
import { SettingsPage } from './settings-page.tsx';
import { SignInSettingsPage } from './sign-in-page.tsx';
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
    { path: '/settings/site', feature: 'views.save', page: SitePage },
    { path: '/settings/calendar', feature: 'views.save', page: CalendarPage },
    { path: '/settings/sign-in', feature: 'people.manage', page: SignInSettingsPage },
    { path: '/settings/links', feature: 'views.save', page: LinksPage },
    { path: '/settings/messages', feature: 'views.save', page: MessagesPage },
    { path: '/settings/retention', feature: 'views.save', page: RetentionPage },
    { path: '/settings/backup', feature: 'views.save', page: BackupPage },
    { path: '/settings/updates', feature: 'updates.manage', page: UpdatesPage },
    { path: '/settings/diagnostics', feature: 'diagnostics.read', page: DiagnosticsPage },
  ],
  commands: [],
};
