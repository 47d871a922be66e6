import type { Contribution } from '../contribution.ts';
import { PreferencesPage } from './preferences-page.tsx';

/** Reached by the palette and the person menu: nobody needs it often enough for a place in the navigation. */
export const preferencesContribution: Contribution = {
  domain: 'preferences',
  title: 'preferences.title',
  navigation: [],
  routes: [{ path: '/preferences', feature: 'views.save', page: PreferencesPage }],
  commands: [],
};
