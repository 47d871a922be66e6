import type { Feature } from './features.ts';

/**
 * Rank roles: system administrator, administrator, and the people in an organisation by how far they
 * see: everything of their provider, one site, or their own work.
 * SA system administrator · AD administrator · AP administrator of a provider · IC coordinator ·
 * IP instructor or person in charge · IT trainee or ordinary crew · IN inspector, reads only.
 */
export const ROLES = ['SA', 'AD', 'AP', 'IC', 'IP', 'IT', 'IN'] as const;
export type Role = (typeof ROLES)[number];

/** Roles that keep a site's people: a site is never without one of them. */
export const ADMINISTRATOR_ROLES: readonly Role[] = ['SA', 'AD', 'AP'];

/**
 * Which rows a person meets, once a feature is theirs: every row; those of their organisation, site,
 * provider or team; or only what they made themselves.
 */
export const ROW_SCOPES = ['all', 'organisation', 'site', 'provider', 'team', 'own'] as const;
export type RowScope = (typeof ROW_SCOPES)[number];

const READ: readonly Feature[] = [
  'incidents.read',
  'people.read',
  'files.read',
  'notifications.read',
  'exports.create',
  'sign-in.own',
  'views.save',
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
  'incidents.investigate',
  'incidents.regulate',
  'sync.manage',
  'jobs.read',
  'views.share',
];
/** What keeps a site running: its people, its machine, its record. */
const KEEP: readonly Feature[] = [
  ...LEAD,
  'incidents.configure',
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

/** What a role has; nothing for a role that a newer program made. */
export function featuresOfRole(role: string): readonly Feature[] {
  return isRole(role) ? ROLE_FEATURES[role] : [];
}

export function isRole(text: string): text is Role {
  return Object.hasOwn(ROLE_FEATURES, text);
}

/** What a person's work is; also says which steps of the escalation ladder are theirs. */
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
  'us-ops',
  'domestic-ops',
  'training-officer',
  'auditor',
  'administrator',
  'broker',
  'airline',
  'ces',
  'destruction-company',
  // Also what a job is taken for that only a newer program knows: it brings nothing.
  'other',
] as const;
export type JobProfile = (typeof JOB_PROFILES)[number];

/**
 * Those who work for a partner and not for the company. They record their own events and nothing else: the
 * role counts for nothing, the job's features are all there is, and only what is theirs is in sight.
 */
export const PARTNER_PROFILES: readonly JobProfile[] = ['broker', 'airline', 'ces', 'destruction-company'];
/** They read what is theirs, and report what happens in their own work; the logs of cargo come with its domain. */
const RECORD_ONLY: readonly Feature[] = [
  'incidents.read',
  'incidents.report',
  'comments.write',
  'files.read',
  'files.attach',
  'notifications.read',
  'sign-in.own',
];

const STEER: readonly Feature[] = ['incidents.handle', 'incidents.escalate'];
const RUN: readonly Feature[] = [...STEER, 'jobs.read', 'views.share'];
const INQUIRE: readonly Feature[] = ['incidents.investigate', 'incidents.regulate'];
const ANSWER: readonly Feature[] = [
  ...STEER,
  ...INQUIRE,
  'incidents.close',
  'incidents.reopen',
  'incidents.configure',
  'audit.read',
];
const CUSTOMERS: readonly Feature[] = ['incidents.handle', 'templates.manage'];

/** What a job brings beyond the role. */
export const PROFILE_FEATURES: { readonly [P in JobProfile]: readonly Feature[] } = {
  master: [
    ...STEER,
    ...INQUIRE,
    'incidents.configure',
    'audit.read',
    'notifications.manage',
    'diagnostics.read',
  ],
  'safety-officer': [...STEER, ...INQUIRE, 'audit.read', 'templates.manage'],
  'officer-in-charge': STEER,
  'chief-engineer': STEER,
  engineer: [],
  crew: [],
  dpa: [...ANSWER, 'audit.export'],
  superintendent: [...STEER, ...INQUIRE, 'audit.read'],
  'duty-officer': STEER,
  'hseq-manager': [...ANSWER, 'templates.manage'],
  manager: RUN,
  'shift-lead': RUN,
  'operations-manager': [...RUN, 'exports.manage'],
  dispatcher: ['incidents.handle'],
  warehouse: [],
  'us-ops': CUSTOMERS,
  'domestic-ops': CUSTOMERS,
  'training-officer': ['templates.manage', 'calendars.manage'],
  auditor: ['audit.read', 'audit.export', 'jobs.read', 'diagnostics.read'],
  administrator: [],
  broker: RECORD_ONLY,
  airline: RECORD_ONLY,
  ces: RECORD_ONLY,
  'destruction-company': RECORD_ONLY,
  other: [],
};

/** A job as this program knows it. */
export function knownProfile(text: string): JobProfile {
  return JOB_PROFILES.find((profile) => profile === text) ?? 'other';
}
