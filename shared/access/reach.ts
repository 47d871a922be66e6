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
  if (actor.type !== 'person') return actor.siteId === target.siteId;
  const reach = reachOf(actor);
  if (reach === 'all') return true;
  if (target.siteId === COMPANY_WIDE && !isPartner(actor)) return true;
  const holdings = holdingsOf(actor);
  if (holdings === undefined) return target.siteId === actor.siteId;
  return holdings.some(({ field, value }) => target[field] === value);
}

/** Who acts, or a person of whom only their place in the company is known. */
export type Somebody = Actor | (Placed & Pick<PersonActor, 'id'>);

/** A field that says whose a row is, and the value with which it is somebody's. */
export type Holding = { readonly field: Exclude<keyof Target, 'siteId'>; readonly value: string };

/**
 * What makes a row theirs for somebody who sees less than a site: any one of these. Undefined for those who see
 * sites whole.
 */
export function holdingsOf(actor: Somebody): readonly Holding[] | undefined {
  if ('type' in actor && actor.type === 'system') return undefined;
  // Whoever is not named has nothing that could be found again.
  if ('type' in actor && actor.type === 'unknown') return [];
  const reach = reachOf(actor);
  if (reach === 'all' || reach === 'site') return undefined;
  const shared = SHARED[reach];
  const known: { field: Holding['field']; value: string | null | undefined }[] = [
    { field: 'ownerId', value: actor.id },
    { field: 'assigneeId', value: actor.id },
    ...(shared === undefined ? [] : [{ field: shared, value: actor[shared] }]),
  ];
  return known.flatMap(({ field, value }) => (isText(value) ? [{ field, value }] : []));
}

const SHARED = {
  organisation: 'organisationId',
  provider: 'providerId',
  team: 'teamId',
  own: undefined,
} as const;

export function isText(value: string | null | undefined): value is string {
  return value !== null && value !== undefined && value !== '';
}
