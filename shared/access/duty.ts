import type { JobProfile } from './roles.ts';

type SiteKind = 'vessel' | 'warehouse' | 'office' | 'dispatch';
type Steps = readonly [readonly JobProfile[], readonly JobProfile[], readonly JobProfile[]];

/** Who is called at each step of an escalation, by the kind of the site where it happened. */
export const DUTY: { readonly [Kind in SiteKind]: Steps } = {
  vessel: [['officer-in-charge', 'safety-officer'], ['master'], ['dpa', 'superintendent']],
  warehouse: [['shift-lead'], ['operations-manager'], ['manager', 'hseq-manager']],
  dispatch: [['shift-lead', 'dispatcher'], ['operations-manager'], ['manager', 'duty-officer']],
  office: [['duty-officer'], ['hseq-manager'], ['manager', 'dpa']],
};

/** Everybody whom some step calls. */
export const PROFILES_ON_DUTY: readonly JobProfile[] = [
  ...new Set(Object.values(DUTY).flatMap((steps) => steps.flat())),
];
