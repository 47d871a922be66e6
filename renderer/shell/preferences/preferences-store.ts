import { create } from 'zustand';
import { type Preferences, USUAL_PREFERENCES } from '#shared/domains/work/schema.ts';

/** How whoever is signed in reads dates and units. Formats take it from here, so that no caller passes it on. */
export const usePreferences = create<{ readonly preferences: Preferences }>()(() => ({
  preferences: USUAL_PREFERENCES,
}));

export function preferred(): Preferences {
  return usePreferences.getState().preferences;
}

/** In whose time something of a site is shown to this person. */
export function shownZone(siteZone: string | undefined): string {
  const { zone, ownZone } = preferred();
  if (zone === 'own' && ownZone !== null) return ownZone;
  return zone === 'site' && siteZone !== undefined ? siteZone : deviceZone();
}

function deviceZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
