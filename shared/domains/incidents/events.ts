import type { CommandContext } from '../../kernel/define-command.ts';
import { type IncidentEvent, incidentEvent, type Incident } from './schema.ts';

/** It was given to a person; events of its type also tell of teams. */
export const ASSIGNED = 'incidents.event.assigned';
/** An action was given to a person. */
export const ACTION_GIVEN = 'incidents.event.actionGiven';
/** The next update was promised for then, and has not come. */
export const UPDATE_DUE = 'incidents.event.updateDue';
/** It is to be closed soon. */
export const CLOSING_DUE = 'incidents.event.closingDue';
/** A step of the ladder was called off: the level went back, or somebody had been called since. */
export const CALLED_OFF = {
  lowered: 'incidents.event.calledOff',
  only: 'incidents.event.calledOffLate',
} as const;
/** An approval was asked for, decided or given up; `approvalId` says which. */
export const APPROVAL = {
  asked: 'incidents.event.approvalAsked',
  given: 'incidents.event.approvalGiven',
  givenElsewhere: 'incidents.event.approvalGivenElsewhere',
  refused: 'incidents.event.approvalRefused',
  withdrawn: 'incidents.event.approvalWithdrawn',
  failed: 'incidents.event.approvalFailed',
  nobody: 'incidents.event.approvalByNobody',
} as const;
/** A parameter of events about an action: what it belongs to is a drill, for those who see the action alone. */
export const OF_A_DRILL = 'drill';

type EventDetails = Pick<IncidentEvent, 'commentKind' | 'expected' | 'nextUpdateAt'> & {
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
  const { commentKind, expected, nextUpdateAt } = details;
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
    ...(commentKind === undefined ? {} : { commentKind }),
    ...(expected === undefined ? {} : { expected }),
    ...(nextUpdateAt === undefined ? {} : { nextUpdateAt }),
  });
}
