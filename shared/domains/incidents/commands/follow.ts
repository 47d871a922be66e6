import { z } from 'zod';
import { type Claim, defineCommand } from '../../../kernel/define-command.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { incidentError } from '../errors.ts';
import { incident } from '../schema.ts';
import { incidentFollower } from '../schema/follower.ts';
import { nameOf, onIncident } from './shared.ts';

/** INC-64: whoever does it hears from now on how the incident goes on. */
export const follow = defineCommand({
  name: 'incidents.follow',
  feature: 'incidents.read',
  input: z.object({ id: RecordId }),
  writes: [incidentFollower],
  allows: [{ entity: incidentFollower, insert: true }],
  label: () => ({ key: 'incidents.follow.label' }),
  target: onIncident,
  run({ tx, newId, actor, now }, { id }) {
    if (actor.type !== 'person') throw incidentError('followed-by-nobody');
    const { siteId } = tx.mustGet(incident, id);
    if (tx.find(incidentFollower, { incidentId: id, personId: actor.id }).length > 0) return { id };
    tx.insert(incidentFollower, {
      id: newId(),
      siteId,
      incidentId: id,
      personId: actor.id,
      personName: nameOf(actor),
      since: now,
    });
    return { id };
  },
});

export const unfollow = defineCommand({
  name: 'incidents.unfollow',
  feature: 'incidents.read',
  input: z.object({ id: RecordId }),
  writes: [incidentFollower],
  allows: [{ entity: incidentFollower, remove: true }],
  label: () => ({ key: 'incidents.unfollow.label' }),
  target: onIncident,
  run({ tx, actor }, { id }) {
    // Two consoles may have made one each without knowing of each other.
    for (const own of tx.find(incidentFollower, { incidentId: id, personId: actor.id })) {
      tx.remove(incidentFollower, own.id);
    }
    return { id };
  },
  check: onlyOneself,
});

/** Nobody ends what another one chose. */
function onlyOneself({ actor, writes }: Claim): void {
  if (writes.some(({ before }) => before !== undefined && before['personId'] !== actor.id)) {
    throw incidentError('followed-by-another');
  }
}
