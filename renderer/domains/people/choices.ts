import { JOB_PROFILES, ROLES, ROW_SCOPES } from '#shared/access/roles.ts';
import { t } from '#renderer/shell/words.ts';

export function roleChoices() {
  return ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }));
}

export function jobChoices() {
  return JOB_PROFILES.map((job) => ({ value: job, label: t(`job.${job}`) }));
}

export function reachChoices() {
  return [
    { value: '', label: t('people.reach.byRole') },
    ...ROW_SCOPES.map((scope) => ({ value: scope, label: t(`people.reach.${scope}`) })),
  ];
}
