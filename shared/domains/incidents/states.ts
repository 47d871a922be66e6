import type { Transitions } from '../../kernel/state-machine.ts';

export const STAGES = [
  'reported',
  'triaging',
  'under_investigation',
  'escalated',
  'action_required',
  'resolved',
  'closed',
  'reopened',
] as const;
export type Stage = (typeof STAGES)[number];

/** Stages in which somebody still owes something. */
export const OPEN_STAGES = [
  'reported',
  'triaging',
  'under_investigation',
  'escalated',
  'action_required',
  'reopened',
] as const satisfies readonly Stage[];

/**
 * Which stage may follow which (INC-1). The way is reported → triaging → under investigation → action
 * required → resolved → closed; any open stage may be escalated and come back, and a resolved or closed
 * incident may be reopened. A step may be left out forwards: a small thing is resolved on the spot.
 */
export const stageTransitions: Transitions<Stage> = {
  reported: ['triaging', 'under_investigation', 'escalated', 'action_required', 'resolved'],
  triaging: ['under_investigation', 'escalated', 'action_required', 'resolved'],
  under_investigation: ['triaging', 'escalated', 'action_required', 'resolved'],
  escalated: ['triaging', 'under_investigation', 'action_required', 'resolved'],
  action_required: ['under_investigation', 'escalated', 'resolved'],
  resolved: ['closed', 'reopened'],
  closed: ['reopened'],
  reopened: ['triaging', 'under_investigation', 'escalated', 'action_required', 'resolved'],
};

export function isOpen(stage: Stage): boolean {
  return stage !== 'resolved' && stage !== 'closed';
}
