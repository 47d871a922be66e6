import { IconId, IconLock, IconLogout, IconUsers } from '@tabler/icons-react';
import type { Contribution } from '../contribution.ts';
import { lockNow } from './idle-lock.tsx';
import { handOverConsole, signOut } from './leave.ts';
import { OwnSignInPage } from './own-page.tsx';

/** Reached by the person menu and the palette. */
export const signInContribution: Contribution = {
  domain: 'sign-in',
  title: 'own.title',
  navigation: [],
  routes: [{ path: '/sign-in', feature: 'sign-in.own', page: OwnSignInPage }],
  commands: [
    { id: 'sign-in.own', text: 'own.menu', icon: IconId, feature: 'sign-in.own', path: '/sign-in' },
    {
      id: 'sign-in.lock',
      text: 'lock.now',
      icon: IconLock,
      feature: 'sign-in.own',
      keys: 'mod+Shift+L',
      run: lockNow,
    },
    {
      id: 'sign-in.handOver',
      text: 'switch.now',
      icon: IconUsers,
      feature: 'sign-in.own',
      keys: 'mod+Shift+H',
      run: handOverConsole,
    },
    { id: 'sign-in.out', text: 'action.signOut', icon: IconLogout, feature: 'sign-in.own', run: signOut },
  ],
};
