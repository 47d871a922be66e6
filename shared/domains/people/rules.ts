import { type Actor, featuresOf, may, type PersonActor } from '../../access/can.ts';
import { reachOf } from '../../access/reach.ts';
import { ADMINISTRATOR_ROLES, ROLES, ROLE_SCOPE, type Role, type RowScope } from '../../access/roles.ts';
import { actorOfPerson } from './actor.ts';
import { peopleError } from './errors.ts';
import type { Person } from './schema.ts';

type Unsaved = Omit<Person, 'kind'>;

/** Nobody gives a role, a feature or a reach above their own: SA first, IN last. */
export function assertMayGive(actor: Actor, made: Unsaved): void {
  const giver = mustBePerson(actor);
  assertRank(giver, made.role);
  assertFeatures(giver, made, []);
  assertReach(giver, made);
}

/**
 * The reach of somebody new whose role sees more than whoever adds them: theirs, so that the administrator of a
 * ship can have an inspector on board, and not one of the whole fleet.
 */
export function narrowedFor(actor: Actor, role: Role): RowScope | null {
  const isWider = ROLE_SCOPE[role] === 'all' && actor.type === 'person' && reachOf(actor) !== 'all';
  return isWider ? 'site' : null;
}

/** What changes of a person, and who else is at the site. */
export type PersonChange = {
  readonly before: Person;
  readonly after: Person;
  people(): readonly Person[];
};

/** Asked on the device, and by the server of what would stand. */
export function assertMayChange(actor: Actor, change: PersonChange): void {
  const { before, after } = change;
  const giver = mustBePerson(actor);
  assertRank(giver, before.role);
  if (!isRightsChange(before, after)) return;
  if (giver.id === before.id) throw peopleError('own-rights');
  assertRank(giver, after.role);
  assertFeatures(giver, after, after.active && !before.active ? [] : featuresOf(actorOfPerson(before)));
  if (isReachChange(before, after)) assertReach(giver, after);
  assertAdministratorLeft(change);
}

/** Whoever sets a passphrase can sign in with it: only for people who may do nothing that they may not. */
export function assertMaySetPassphrase(actor: Actor, whose: Person): void {
  const giver = mustBePerson(actor);
  assertRank(giver, whose.role);
  assertFeatures(giver, whose, []);
  if (reachOf(giver) !== 'all' && reachOf(actorOfPerson(whose)) === 'all')
    throw peopleError('reach-too-wide');
}

const RIGHTS = [
  'role',
  'jobProfile',
  'active',
  'granted',
  'denied',
  'organisationId',
  'providerId',
  'teamId',
  'rowScope',
] as const;
const REACH = ['role', 'jobProfile', 'organisationId', 'providerId', 'teamId', 'rowScope'] as const;

function isRightsChange(before: Person, after: Person): boolean {
  return RIGHTS.some((field) => isOther(before[field], after[field]));
}

function isReachChange(before: Person, after: Person): boolean {
  return REACH.some((field) => isOther(before[field], after[field]));
}

function isOther(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) !== JSON.stringify(other ?? null);
}

function mustBePerson(actor: Actor): PersonActor {
  if (actor.type === 'person') return actor;
  throw peopleError('role-too-high');
}

function assertRank(giver: PersonActor, role: Role): void {
  if (ROLES.indexOf(role) < ROLES.indexOf(giver.role)) throw peopleError('role-too-high');
}

/** `had`: what they could do before, which nobody gives them now. */
function assertFeatures(giver: PersonActor, made: Unsaved, had: readonly string[]): void {
  const beyond = featuresOf(actorOfPerson({ ...made, kind: 'person' })).find(
    (feature) => !had.includes(feature) && !may(giver, feature).allowed,
  );
  if (beyond === undefined) return;
  throw peopleError('feature-not-yours', { feature: beyond });
}

function assertReach(giver: PersonActor, made: Unsaved): void {
  const own = reachOf(giver);
  const given = reachOf(actorOfPerson({ ...made, kind: 'person' }));
  if (own === 'all' || given === own || given === 'team' || given === 'own') return;
  // A partner's organisation says whose records they may see, which is never a site's whole record.
  if (given === 'organisation' && own === 'site' && made.organisationId) return;
  throw peopleError('reach-too-wide');
}

/** A site is never without somebody who keeps its people. */
function assertAdministratorLeft({ before, after, people }: PersonChange): void {
  if (!isAdministrator(before) || (isAdministrator(after) && after.siteId === before.siteId)) return;
  if (people().some((one) => one.id !== before.id && isAdministrator(one))) return;
  throw peopleError('last-administrator', { name: before.name });
}

export function isAdministrator(person: Person): boolean {
  return (
    person.active &&
    ADMINISTRATOR_ROLES.includes(person.role) &&
    may(actorOfPerson(person), 'people.manage').allowed
  );
}
