import { useSite } from '../use-site.ts';
import { shownZone, usePreferences } from './preferences-store.ts';

/** The zone in which this person reads and types times of the console's own site. */
export function useShownZone(): string {
  usePreferences((state) => state.preferences);
  return shownZone(useSite()?.timeZone);
}
