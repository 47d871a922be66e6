import { incidentsContribution } from '#renderer/domains/incidents/contribution.ts';
import { peopleContribution } from '#renderer/domains/people/contribution.ts';
import { auditContribution } from './audit-page/contribution.ts';
import type { Contribution } from './contribution.ts';
import { devicesContribution } from './devices-page/contribution.ts';
import { exportsContribution } from './exports-page/contribution.ts';
import { jobsContribution } from './jobs-page/contribution.ts';
import { notificationsContribution } from './notifications-page/contribution.ts';
import { preferencesContribution } from './preferences/contribution.ts';
import { signInContribution } from './sign-in/contribution.ts';
import { settingsContribution } from './settings/contribution.ts';
import { sitesContribution } from './sites-page/contribution.ts';
import { storeContribution } from './store-page/contribution.ts';
import { syncContribution } from './sync-page/contribution.ts';

/** Every domain of the page, in the order of the navigation. A new domain is one line. */
export const contributions: readonly Contribution[] = [
  incidentsContribution,
  peopleContribution,
  sitesContribution,
  syncContribution,
  auditContribution,
  exportsContribution,
  notificationsContribution,
  jobsContribution,
  storeContribution,
  devicesContribution,
  settingsContribution,
  preferencesContribution,
  signInContribution,
];
