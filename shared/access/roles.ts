import type { Feature } from './features.ts';

/**
 * Rank roles: system administrator, administrator, and the people in an organisation by how far they
 * see: everything of their provider, one site, or their own work.
 * SA system administrator · AD administrator · AP administrator of a provider · IC coordinator ·
 * IP instructor or person in charge · IT trainee or ordinary crew · IN inspector, reads only.
 */
export const ROLES = ['SA', 'AD', 'AP', 'IC', 'IP', 'IT', 'IN'] as const;
export type Role = (typeof ROLES)[number];

/** What a person's work is; says which steps of the escalation ladder are theirs. */
export const JOB_PROFILES = [
  'master',
  'safety-officer',
  'officer-in-charge',
  'chief-engineer',
  'engineer',
  'crew',
  'dpa',
  'superintendent',
  'duty-officer',
  'hseq-manager',
  'manager',
  'shift-lead',
  'operations-manager',
  'dispatcher',
  'warehouse',
  'training-officer',
  'auditor',
  'administrator',
] as const;
export type JobProfile = (typeof JOB_PROFILES)[number];

/** How far a role sees. Row scope is applied after the feature is granted. */
export type RowScope = 'all' | 'site';

const READ: readonly Feature[] = [
  'incidents.read',
  'people.read',
  'files.read',
  'notifications.read',
  'exports.create',
];
const WORK: readonly Feature[] = [
  ...READ,
  'incidents.report',
  'incidents.acknowledge',
  'files.attach',
  'comments.write',
];
const LEAD: readonly Feature[] = [
  ...WORK,
  'incidents.handle',
  'incidents.escalate',
  'incidents.close',
  'incidents.reopen',
  'sync.manage',
  'jobs.read',
  'views.share',
];
/** What keeps a site running: its people, its machine, its record. */
const KEEP: readonly Feature[] = [
  ...LEAD,
  'people.manage',
  'store.manage',
  'audit.read',
  'audit.export',
  'notifications.manage',
  'jobs.manage',
  'exports.manage',
  'templates.manage',
  'calendars.manage',
  'devices.manage',
  'sessions.manage',
  'updates.manage',
  'diagnostics.read',
];
const ADMINISTER: readonly Feature[] = [...KEEP, 'sites.manage', 'settings.manage'];

export const ROLE_FEATURES: { readonly [R in Role]: readonly Feature[] } = {
  SA: ADMINISTER,
  AD: ADMINISTER,
  AP: KEEP,
  IC: LEAD,
  IP: LEAD,
  IT: WORK,
  IN: [...READ, 'audit.read', 'audit.export', 'jobs.read'],
};

export const ROLE_SCOPE: { readonly [R in Role]: RowScope } = {
  SA: 'all',
  AD: 'all',
  AP: 'site',
  IC: 'all',
  IP: 'site',
  IT: 'site',
  IN: 'all',
};
