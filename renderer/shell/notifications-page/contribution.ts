import { IconBell, IconMessage2, IconUserExclamation } from '@tabler/icons-react';
import type { Contribution } from '../contribution.ts';
import { InboxPage } from './inbox-page.tsx';
import { NotifyPreferencesPage } from './preferences-page.tsx';
import { ReachPage } from './reach-page.tsx';
import { TemplatesPage } from './templates-page.tsx';

export const notificationsContribution: Contribution = {
  domain: 'notifications',
  title: 'nav.console',
  navigation: [
    {
      path: '/notifications',
      text: 'inbox.nav',
      icon: IconBell,
      feature: 'notifications.read',
      count: ({ inbox: { critical, unread } }) => ({
        value: critical + unread,
        alarm: critical > 0,
        text: 'inbox.nav.count',
      }),
      keys: 'g b',
    },
  ],
  routes: [
    { path: '/notifications', feature: 'notifications.read', page: InboxPage },
    { path: '/notifications/preferences', feature: 'notifications.read', page: NotifyPreferencesPage },
    { path: '/notifications/people', feature: 'people.read', page: ReachPage },
    { path: '/notifications/templates', feature: 'templates.manage', page: TemplatesPage },
  ],
  commands: [
    {
      id: 'notifications.preferences',
      text: 'inbox.preferences',
      icon: IconBell,
      feature: 'notifications.read',
      path: '/notifications/preferences',
    },
    {
      id: 'notifications.people',
      text: 'reach.title',
      icon: IconUserExclamation,
      feature: 'people.read',
      path: '/notifications/people',
    },
    {
      id: 'notifications.templates',
      text: 'template.title',
      icon: IconMessage2,
      feature: 'templates.manage',
      path: '/notifications/templates',
    },
  ],
};
