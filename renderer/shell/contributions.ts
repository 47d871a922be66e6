import { incidentsContribution } from '#renderer/domains/incidents/contribution.ts';
import { peopleContribution } from '#renderer/domains/people/contribution.ts';
import type { Contribution } from './contribution.ts';
import { storeContribution } from './store-page/contribution.ts';
import { syncContribution } from './sync-page/contribution.ts';

/** Every domain of the page, in the order of the navigation. A new domain is one line. */
export const contributions: readonly Contribution[] = [
  incidentsContribution,
  peopleContribution,
  syncContribution,
  storeContribution,
];
