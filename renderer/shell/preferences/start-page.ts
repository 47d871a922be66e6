import type { Feature } from '#shared/access/features.ts';
import type { StartPage } from '#shared/domains/work/schema.ts';
import type { TextKey } from '../words.ts';

/** Where each page that may open after sign-in is, how the navigation calls it, and who sees it. */
export const START_PAGES_AT: {
  readonly [Page in StartPage]: { readonly path: string; readonly feature: Feature; readonly text: TextKey };
} = {
  overview: { path: '/overview', feature: 'incidents.read', text: 'incidents.nav.overview' },
  watch: { path: '/watch', feature: 'incidents.read', text: 'incidents.watch.nav' },
  incidents: { path: '/incidents', feature: 'incidents.read', text: 'incidents.nav' },
  inbox: { path: '/notifications', feature: 'notifications.read', text: 'inbox.nav' },
};

/** What somebody chose; the usual page when they may no longer see that. */
export function startPathOf(chosen: StartPage, may: (feature: Feature) => boolean): string {
  const { path, feature } = START_PAGES_AT[chosen];
  return may(feature) ? path : START_PAGES_AT.overview.path;
}
