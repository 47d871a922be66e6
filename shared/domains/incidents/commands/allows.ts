import type { Allowance } from '../../../kernel/allowance.ts';
import { attachment } from '../../files/schema.ts';
import { type Incident, incident, incidentEvent } from '../schema.ts';
import { incidentAction } from '../schema/action.ts';
import { incidentApproval } from '../schema/approval.ts';
import { complianceEntry } from '../schema/compliance.ts';
import { incidentAcknowledgement, incidentEscalation } from '../schema/escalation.ts';

type Field = Exclude<keyof Incident, 'id' | 'kind' | 'siteId'>;

/** Fields that several commands set together. */
export const STAGE: readonly Field[] = ['stage', 'stageEnteredAt', 'progressedAt'];
export const ACKNOWLEDGED: readonly Field[] = [
  'acknowledgeDueAt',
  'acknowledgedAt',
  'acknowledgedById',
  'acknowledgedByName',
  'acknowledgedUntil',
  'acknowledgedForMs',
];
export const LADDER: readonly Field[] = ['escalationLevel', ...ACKNOWLEDGED, 'acknowledgedElsewhereAt'];
export const ESCALATION: readonly Field[] = [...LADDER, 'stage', 'stageEnteredAt'];
export const DEADLINES: readonly Field[] = ['dueAt', 'atRiskAt', 'clockKind'];
/** The clock is paused, or goes on. */
export const PAUSE: readonly Field[] = ['clockPausedAt', 'clockPauseReason', 'pausedMs', 'dueAt', 'atRiskAt'];
export const SEVERITY: readonly Field[] = [
  'severity',
  'severityRank',
  ...DEADLINES,
  ...PAUSE,
  'acknowledgeDueAt',
];

const adds = (entity: Allowance['entity']): Allowance => ({ entity, insert: true });
const ENDED = ['isActive', 'endedAt', 'endedBecause', 'response'] as const;

/** Records of the ladder that end: calls, acknowledgements. */
export const ENDS_LADDER: readonly Allowance[] = [
  { entity: incidentEscalation, patch: ENDED },
  { entity: incidentAcknowledgement, patch: ['endedAt'] },
];
/** A call of people, in place of those before. */
export const CALLS: readonly Allowance[] = [
  { entity: incidentEscalation, insert: true, patch: ENDED },
  { entity: incidentAcknowledgement, patch: ['endedAt'] },
];
/** What must be done now is asked for. */
export const REQUIRES: readonly Allowance[] = [adds(incidentAction)];

/** A new incident with its timeline and files, and the first call of the ladder. */
export const REPORTS: readonly Allowance[] = [
  adds(incident),
  adds(incidentEvent),
  adds(attachment),
  ...CALLS,
  ...REQUIRES,
  adds(complianceEntry),
];
/** A line of the timeline and a file; the incident stays as it is. */
export const ATTACHES: readonly Allowance[] = [adds(incidentEvent), adds(attachment)];
/** A line of the timeline; the incident stays as it is. */
export const NOTES: readonly Allowance[] = [adds(incidentEvent)];

/** Fields of an incident, and a line of its timeline that tells of them. */
export function sets(...fields: readonly (Field | readonly Field[])[]): readonly Allowance[] {
  return [{ entity: incident, patch: fields.flat() }, ...NOTES];
}

const APPROVAL_ENDED = ['endedAt', 'endedBecause'] as const;
const APPROVAL_DECIDED = ['decision', 'decidedAt', 'decidedById', 'decidedByName', 'note'] as const;

/** What waits for an approval waits no longer: the incident went another way. */
export const ENDS_APPROVALS: readonly Allowance[] = [{ entity: incidentApproval, patch: APPROVAL_ENDED }];
/** It is moved, or somebody is asked to approve that. */
export const ASKS_APPROVAL: readonly Allowance[] = [
  { entity: incidentApproval, insert: true, patch: APPROVAL_ENDED },
];
/** Somebody says yes or no. */
export const DECIDES: readonly Allowance[] = [
  { entity: incidentApproval, patch: [...APPROVAL_ENDED, ...APPROVAL_DECIDED] },
];
/** What the moves that may wait for an approval set. */
export const RESOLVES: readonly Field[] = [
  ...STAGE,
  'resolvedAt',
  'resolution',
  'acknowledgeDueAt',
  ...PAUSE,
];
export const CLOSES: readonly Field[] = [
  ...STAGE,
  'closedAt',
  'rootCause',
  'correctiveAction',
  'noActionBecause',
];

/** A step is called off: the one before it waits again, and what it asked for needs no doing. */
export const CALLS_OFF: readonly Allowance[] = [
  ...sets(ESCALATION),
  {
    entity: incidentEscalation,
    patch: [
      ...ENDED,
      'acknowledgeDueAt',
      'calledOffAt',
      'calledOffById',
      'calledOffByName',
      'calledOffBecause',
    ],
  },
  { entity: incidentAction, patch: ['state', 'stateAt', 'stateById', 'stateByName', 'outcome'] },
];

/** Somebody acknowledges: the ladder stops, or hears of it. */
export const ACKNOWLEDGES: readonly Allowance[] = [
  ...sets(ACKNOWLEDGED, 'acknowledgedElsewhereAt'),
  { entity: incidentAcknowledgement, insert: true, patch: ['endedAt'] },
  { entity: incidentEscalation, patch: ENDED },
];
/** The home site looks at an acknowledgement. */
export const COUNTS: readonly Allowance[] = [
  ...sets(ACKNOWLEDGED, 'acknowledgedElsewhereAt'),
  {
    entity: incidentAcknowledgement,
    patch: ['countedAt', 'endedAt', 'remindedAt', 'lookAt', 'expiresAt'],
  },
  { entity: incidentEscalation, patch: ENDED },
];

/** What several acts do, as the allowance of a command that is one of them. */
export function together(...acts: readonly (readonly Allowance[])[]): readonly Allowance[] {
  return [...Map.groupBy(acts.flat(), ({ entity }) => entity)].map(([entity, own]) => ({
    entity,
    insert: own.some(({ insert }) => insert === true),
    remove: own.some(({ remove }) => remove === true),
    patch: [...new Set(own.flatMap(({ patch = [] }) => patch))],
  }));
}
