import type { PersonActor } from '../../access/can.ts';
import { knownProfile } from '../../access/roles.ts';
import type { Person } from './schema.ts';

/** A person as permission asks about them. */
export function actorOfPerson(person: Person): PersonActor {
  const { id, name, role, jobProfile, siteId, granted, denied } = person;
  const { organisationId, providerId, teamId, rowScope } = person;
  return {
    type: 'person',
    id,
    name,
    role,
    jobProfile: knownProfile(jobProfile),
    siteId,
    granted,
    denied,
    organisationId,
    providerId,
    teamId,
    rowScope,
  };
}
