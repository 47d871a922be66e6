import type { Feature } from '#shared/access/features.ts';
import { JOB_PROFILES, PROFILE_FEATURES, ROLE_FEATURES, ROLES } from '#shared/access/roles.ts';
import { t } from '../words.ts';

/** Roles and jobs that include a feature, as people know them. */
export function whoMay(feature: Feature): string {
  const roles = ROLES.filter((role) => ROLE_FEATURES[role].includes(feature)).map((role) =>
    t(`role.${role}`),
  );
  const jobs = JOB_PROFILES.filter((job) => PROFILE_FEATURES[job].includes(feature)).map((job) =>
    t(`job.${job}`),
  );
  return [...new Set([...roles, ...jobs])].join(', ');
}
