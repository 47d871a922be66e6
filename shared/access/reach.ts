import type { Actor, PersonActor } from './can.ts';
import { isRole, PARTNER_PROFILES, ROLE_SCOPE, type RowScope } from './roles.ts';
import { COMPANY_WIDE, type Target } from './target.ts';

/** Where a person stands in the company. */
export type Placed = Pick<
  PersonActor,
  'role' | 'siteId' | 'jobProfile' | 'organisationId' | 'providerId' | 'teamId' | 'rowScope'
>;

/** Works for a partner; told by the job, or by the organisation where a newer program knows the job. */
export function isPartner(person: Pick<PersonActor, 'jobProfile' | 'organisationId'>): boolean {
  return PARTNER_PROFILES.includes(person.jobProfile) || isText(person.organisationId);
}

/** How far a person sees: what was set for them alone, else what their role says. Partners never beyond their own. */
export function reachOf(person: Omit<Placed, 'siteId' | 'providerId' | 'teamId'>): RowScope {
  if (isPartner(person)) {
    return isText(person.organisationId) && person.rowScope !== 'own' ? 'organisation' : 'own';
  }
  return person.rowScope ?? (isRole(person.role) ? ROLE_SCOPE[person.role] : 'own');
}

/** Whether a row is within an actor's reach. What the company keeps for everybody is everybody's but partners'. */
export function isInReach(actor: Actor, target: Target): boolean {
  if (actor.type === 'system') return actor.siteId === target.siteId;
  const reach = reachOf(actor);
  if (reach === 'all') return true;
  if (target.siteId === COMPANY_WIDE && !isPartner(actor)) return true;
  if (reach === 'site') return target.siteId === actor.siteId;
  return isSame(target.ownerId, actor.id) || isSharedBy(actor, reach, target);
}

function isSharedBy(actor: PersonActor, reach: RowScope, target: Target): boolean {
  if (reach === 'organisation') return isSame(target.organisationId, actor.organisationId);
  if (reach === 'provider') return isSame(target.providerId, actor.providerId);
  return reach === 'team' && isSame(target.teamId, actor.teamId);
}

function isSame(one: string | null | undefined, other: string | null | undefined): boolean {
  return isText(one) && one === other;
}

function isText(value: string | null | undefined): value is string {
  return value !== null && value !== undefined && value !== '';
}
