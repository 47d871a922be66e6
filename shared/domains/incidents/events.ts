import type { CommandContext } from '../../kernel/define-command.ts';
import { type IncidentEvent, incidentEvent, type Incident } from './schema.ts';

/** It was given to a person; events of its type also tell of teams. */
export const ASSIGNED = 'incidents.event.assigned';
/** An action was given to a person. */
export const ACTION_GIVEN = 'incidents.event.actionGiven';
/** A step of the ladder was called off: the level went back, or somebody had been called since. */
export const CALLED_OFF = {
  lowered: 'incidents.event.calledOff',
  only: 'incidents.event.calledOffLate',
} as const;
/** A parameter of events about an action: what it belongs to is a drill, for those who see the action alone. */
export const OF_A_DRILL = 'drill';

type EventDetails = {
  type: IncidentEvent['type'];
  labelKey: string;
  labelParams?: IncidentEvent['labelParams'];
  text?: string | null;
  mentions?: readonly string[];
};

/** Writes one line of an incident's timeline, in the same transaction as what it tells of. */
export function record(
  context: CommandContext,
  about: Pick<Incident, 'id' | 'siteId'>,
  details: EventDetails,
): void {
  const { tx, now, newId, actor, site } = context;
  tx.insert(incidentEvent, {
    id: newId(),
    siteId: about.siteId,
    incidentId: about.id,
    type: details.type,
    at: now,
    byId: actor.id,
    byName: actor.type === 'person' ? actor.name : '',
    consoleSiteId: site.id,
    consoleSiteName: site.name,
    labelKey: details.labelKey,
    labelParams: details.labelParams ?? {},
    text: details.text ?? null,
    ...(details.mentions === undefined || details.mentions.length === 0
      ? {}
      : { mentions: [...details.mentions] }),
  });
}
