import type { Feature } from '#shared/access/features.ts';
import { isPaused } from '#shared/domains/incidents/rules/pausing.ts';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import { ESCALATION_LEVEL_MAX } from '#shared/domains/incidents/schema.ts';
import { isOpen, type Stage, stageTransitions } from '#shared/domains/incidents/states.ts';
import { mayFollow } from '#shared/kernel/state-machine.ts';

export const INCIDENT_ACTIONS = [
  'triage',
  'assign',
  'team',
  'severity',
  'amend',
  'escalate',
  'pauseClock',
  'resumeClock',
  'investigate',
  'requireAction',
  'merge',
  'resolve',
  'close',
  'reopen',
] as const;
export type IncidentAction = (typeof INCIDENT_ACTIONS)[number];

type Rule = { readonly feature: Feature; possible(record: Incident): boolean };

/** Which buttons an incident shows: the same features and transitions that the commands check again. */
const RULES: { readonly [A in IncidentAction]: Rule } = {
  triage: { feature: 'incidents.handle', possible: mayBecome('triaging') },
  assign: { feature: 'incidents.handle', possible: (record) => isOpen(record.stage) },
  team: { feature: 'incidents.handle', possible: (record) => isOpen(record.stage) },
  severity: { feature: 'incidents.handle', possible: (record) => isOpen(record.stage) },
  amend: { feature: 'incidents.handle', possible: (record) => record.stage !== 'closed' },
  escalate: {
    feature: 'incidents.escalate',
    possible: (record) => isOpen(record.stage) && record.escalationLevel < ESCALATION_LEVEL_MAX,
  },
  pauseClock: {
    feature: 'incidents.handle',
    possible: (record) => isOpen(record.stage) && !isPaused(record) && record.overdueAt === null,
  },
  resumeClock: {
    feature: 'incidents.handle',
    possible: (record) => isOpen(record.stage) && isPaused(record),
  },
  investigate: { feature: 'incidents.handle', possible: mayBecome('under_investigation') },
  requireAction: { feature: 'incidents.handle', possible: mayBecome('action_required') },
  merge: {
    feature: 'incidents.handle',
    possible: (record) => record.stage !== 'closed' && (record.mergedIntoId ?? null) === null,
  },
  resolve: { feature: 'incidents.handle', possible: mayBecome('resolved') },
  close: { feature: 'incidents.close', possible: mayBecome('closed') },
  reopen: { feature: 'incidents.reopen', possible: mayBecome('reopened') },
};

export function possibleActions(record: Incident, may: (feature: Feature) => boolean): IncidentAction[] {
  return INCIDENT_ACTIONS.filter((action) => may(RULES[action].feature) && RULES[action].possible(record));
}

export function canAcknowledge(record: Incident, may: (feature: Feature) => boolean): boolean {
  return isOpen(record.stage) && record.acknowledgedAt === null && may('incidents.acknowledge');
}

function mayBecome(stage: Stage): (record: Incident) => boolean {
  return (record) => mayFollow(stageTransitions, record.stage, stage);
}
