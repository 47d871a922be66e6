import type { Feature } from './features.ts';
import { type JobProfile, ROLE_FEATURES, ROLE_SCOPE, type Role } from './roles.ts';

/** Who acts: a person signed in at a console, or the console itself when a timer fires. */
export type Actor =
  | {
      readonly type: 'person';
      readonly id: string;
      readonly name: string;
      readonly role: Role;
      readonly jobProfile: JobProfile;
      readonly siteId: string;
      /** Features granted or taken away for this person alone. A denial beats everything. */
      readonly granted: readonly Feature[];
      readonly denied: readonly Feature[];
    }
  | { readonly type: 'system'; readonly id: string; readonly siteId: string };

/** What the act touches. */
export type Target = { readonly siteId: string };

export type Decision = {
  readonly allowed: boolean;
  /** Which rule decided; shown as "why allowed, why denied". */
  readonly because:
    | 'denied-to-person'
    | 'granted-to-person'
    | 'role'
    | 'role-lacks-feature'
    | 'outside-scope'
    | 'own-site-timer'
    | 'timer-of-another-site';
};

/** Order: a person's denial, a person's grant, the role, nothing; the row scope applies after. */
export function can(actor: Actor, feature: Feature, target: Target): Decision {
  if (actor.type === 'system') {
    return actor.siteId === target.siteId
      ? { allowed: true, because: 'own-site-timer' }
      : { allowed: false, because: 'timer-of-another-site' };
  }
  if (actor.denied.includes(feature)) return { allowed: false, because: 'denied-to-person' };
  const granted = actor.granted.includes(feature);
  if (!granted && !ROLE_FEATURES[actor.role].includes(feature)) {
    return { allowed: false, because: 'role-lacks-feature' };
  }
  if (!inScope(actor, target)) return { allowed: false, because: 'outside-scope' };
  return { allowed: true, because: granted ? 'granted-to-person' : 'role' };
}

/** The sites whose rows an actor sees: every site, or a list. Company-wide rows (`*`) are everyone's. */
export function visibleSites(actor: Actor): 'all' | readonly string[] {
  return actor.type === 'person' ? visibleSitesOf(actor) : [actor.siteId, '*'];
}

export function visibleSitesOf(person: {
  readonly role: Role;
  readonly siteId: string;
}): 'all' | readonly string[] {
  return ROLE_SCOPE[person.role] === 'all' ? 'all' : [person.siteId, '*'];
}

function inScope(actor: Actor, target: Target): boolean {
  const sites = visibleSites(actor);
  return sites === 'all' || sites.includes(target.siteId);
}
