import { FEATURES, type Feature } from './features.ts';
import { isInReach, isPartner, type Placed, reachOf } from './reach.ts';
import {
  featuresOfRole,
  type JobProfile,
  PARTNER_PROFILES,
  PROFILE_FEATURES,
  type Role,
  type RowScope,
} from './roles.ts';
import { COMPANY_WIDE, type Target } from './target.ts';

export type PersonActor = {
  readonly type: 'person';
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly jobProfile: JobProfile;
  readonly siteId: string;
  /**
   * Features granted or taken away for this person alone. A denial beats everything. Some may be known to a
   * newer program only; here they mean nothing, and are kept.
   */
  readonly granted: readonly string[];
  readonly denied: readonly string[];
  /** Whom the person works for, when that is not the company itself; their provider and their team. */
  readonly organisationId?: string | null | undefined;
  readonly providerId?: string | null | undefined;
  readonly teamId?: string | null | undefined;
  /** Another reach than the role's, for this person alone. */
  readonly rowScope?: RowScope | null | undefined;
  /** The company has not vouched for them for too long: see `lapsed`. */
  readonly isLapsed?: boolean;
};

/** Stands where a person's id stands when nobody is named. No person can have it: theirs are UUIDs. */
export const UNKNOWN_ID = 'unknown';

/** Somebody at a console who is not named: before sign-in, or because they do not want to be. */
export type UnknownActor = {
  readonly type: 'unknown';
  readonly id: typeof UNKNOWN_ID;
  readonly siteId: string;
};

/** All that somebody unnamed may do, and only for the site of the console they stand at. */
const UNKNOWN_FEATURES: readonly Feature[] = ['incidents.report'];

/** Who acts: a person signed in at a console, the console itself when a timer fires, or somebody unnamed. */
export type Actor =
  | PersonActor
  | UnknownActor
  | { readonly type: 'system'; readonly id: string; readonly siteId: string };

export type Because =
  | 'denied-to-person'
  | 'partner-records-only'
  | 'granted-to-person'
  | 'role'
  | 'profile'
  | 'role-lacks-feature'
  | 'outside-scope'
  | 'own-site-timer'
  | 'timer-of-another-site'
  | 'unknown-may-report'
  | 'unknown-person';

export type Decision = {
  readonly allowed: boolean;
  /** Which rule decided; `explain` tells the whole way to it. */
  readonly because: Because;
};

/** One of the questions that are asked one after the other; the first that does not pass decides. */
export type Rule = {
  readonly name: 'denial' | 'partner' | 'grant' | 'profile' | 'role';
  readonly because: Because;
  readonly allows: boolean;
  decides(person: PersonActor, feature: Feature): boolean;
};

/** A denial, what partners may at most, a grant, the job, the role. After them: nothing. */
export const RULES: readonly Rule[] = [
  {
    name: 'denial',
    because: 'denied-to-person',
    allows: false,
    decides: (person, feature) => person.denied.includes(feature),
  },
  {
    name: 'partner',
    because: 'partner-records-only',
    allows: false,
    decides: (person, feature) => isPartner(person) && !isOfPartners(person, feature),
  },
  {
    name: 'grant',
    because: 'granted-to-person',
    allows: true,
    decides: (person, feature) => person.granted.includes(feature),
  },
  {
    name: 'role',
    because: 'role',
    allows: true,
    decides: (person, feature) => !isPartner(person) && featuresOfRole(person.role).includes(feature),
  },
  {
    name: 'profile',
    because: 'profile',
    allows: true,
    decides: (person, feature) => profileGives(person, feature),
  },
];

/** A job of the company's own brings nothing to somebody who works for a partner. */
function isOfPartners({ jobProfile }: PersonActor, feature: Feature): boolean {
  return PARTNER_PROFILES.includes(jobProfile) && PROFILE_FEATURES[jobProfile].includes(feature);
}

/** An inspector looks, whatever their job is; only a grant of their own lets them do more. */
function profileGives({ role, jobProfile }: PersonActor, feature: Feature): boolean {
  if (!PROFILE_FEATURES[jobProfile].includes(feature)) return false;
  return role !== 'IN' || isLooking(feature);
}

/** Whether a feature changes nothing that others see. */
export function isLooking(feature: Feature): boolean {
  return feature.endsWith('.read') || feature === 'audit.export' || feature === 'exports.create';
}

export function unknownActor(siteId: string): UnknownActor {
  return { type: 'unknown', id: UNKNOWN_ID, siteId };
}

/** Whether an actor may do something to a record. The same on the device, at the server and in a page. */
export function can(actor: Actor, feature: Feature, target: Target): Decision {
  if (actor.type === 'system') {
    return isInReach(actor, target)
      ? { allowed: true, because: 'own-site-timer' }
      : { allowed: false, because: 'timer-of-another-site' };
  }
  const decision = may(actor, feature);
  if (!decision.allowed || isInReach(actor, target)) return decision;
  return { allowed: false, because: 'outside-scope' };
}

/** Whether somebody has a feature at all; which rows it opens to them is `can`'s question. */
export function may(actor: Actor, feature: Feature): Decision {
  if (actor.type === 'system') return { allowed: true, because: 'own-site-timer' };
  if (actor.type === 'unknown') {
    const allowed = UNKNOWN_FEATURES.includes(feature);
    return { allowed, because: allowed ? 'unknown-may-report' : 'unknown-person' };
  }
  const rule = RULES.find((one) => one.decides(actor, feature));
  return rule === undefined
    ? { allowed: false, because: 'role-lacks-feature' }
    : { allowed: rule.allows, because: rule.because };
}

/** Everything a person may do to something. */
export function featuresOf(actor: Actor): readonly Feature[] {
  return FEATURES.filter((feature) => may(actor, feature).allowed);
}

/**
 * The sites whose rows an actor sees whole: every site, or a list. Who sees less than a site sees none of them
 * whole; `rowCondition` then finds the rows that are theirs.
 */
export function visibleSites(actor: Actor): 'all' | readonly string[] {
  if (actor.type === 'unknown') return [];
  return actor.type === 'person' ? visibleSitesOf(actor) : [actor.siteId, COMPANY_WIDE];
}

export function visibleSitesOf(person: Omit<Placed, 'providerId' | 'teamId'>): 'all' | readonly string[] {
  const reach = reachOf(person);
  if (reach === 'all') return 'all';
  if (isPartner(person)) return [];
  return reach === 'site' ? [person.siteId, COMPANY_WIDE] : [COMPANY_WIDE];
}
