import { IconLock } from '@tabler/icons-react';
import type { Contribution } from '../contribution.ts';
import { OwnSignInPage } from './own-page.tsx';

/** Reached by the person menu and the palette. */
export const signInContribution: Contribution = {
  domain: 'sign-in',
  title: 'own.title',
  navigation: [],
  routes: [{ path: '/sign-in', feature: 'sign-in.own', page: OwnSignInPage }],
  commands: [
    { id: 'sign-in.own', text: 'own.menu', icon: IconLock, feature: 'sign-in.own', path: '/sign-in' },
  ],
};
