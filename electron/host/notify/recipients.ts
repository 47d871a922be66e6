import { actorOfPerson } from '#shared/domains/people/actor.ts';
import { type Person, person } from '#shared/domains/people/schema.ts';
import { knownProfile } from '#shared/access/roles.ts';
import { may } from '#shared/access/can.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import type { Audience } from '#shared/kernel/define-notice.ts';

/**
 * Those of this site's own people whom something is for. `siteId` is where it happened; each site's first console
 * asks for its own people, so that nobody is told by two.
 */
export function recipientsAt(
  own: Pick<Site, 'id' | 'kind'>,
  people: readonly Person[],
  about: { siteId: string; audience: Audience },
): readonly string[] {
  const { exceptIds = [] } = about.audience;
  return meantAt(own, people, about).filter((id) => !exceptIds.includes(id));
}

function meantAt(
  own: Pick<Site, 'id' | 'kind'>,
  people: readonly Person[],
  { siteId, audience }: { siteId: string; audience: Audience },
): readonly string[] {
  const isHere = siteId === own.id;
  if (!isHere && !(own.kind === 'office' && audience.andOffices)) {
    return named(people, audience);
  }
  const onDuty = people.filter(
    ({ active, jobProfile }) => active && audience.profiles.includes(knownProfile(jobProfile)),
  );
  const called = onDuty.length === 0 && isHere && audience.orAdministrators ? administrators(people) : onDuty;
  return [...new Set([...called.map(({ id }) => id), ...named(people, audience)])];
}

export function administrators(people: readonly Person[]): readonly Person[] {
  return people.filter((one) => one.active && may(actorOfPerson(one), 'notifications.manage').allowed);
}

function named(people: readonly Person[], { personIds }: Audience): readonly string[] {
  return people.filter(({ id, active }) => active && personIds.includes(id)).map(({ id }) => id);
}

export const PEOPLE_OF_SITE = `SELECT data FROM ${person.kind} WHERE siteId = :siteId AND active = 1 ORDER BY id LIMIT 1000`;
