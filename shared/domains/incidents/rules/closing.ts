import type { Incident } from '../schema.ts';
import type { IncidentAction } from '../schema/action.ts';
import type { Investigation } from '../schema/investigation.ts';

/** What may still be missing before an incident can be closed. */
export const CLOSING_GAPS = ['investigation', 'root_cause', 'corrective_action', 'open_actions'] as const;
export type ClosingGap = (typeof CLOSING_GAPS)[number];

/** What is known when somebody wants to close an incident. */
export type ClosingStand = {
  readonly incident: Pick<Incident, 'mergedIntoId' | 'requiresInvestigation'>;
  readonly investigation: Pick<Investigation, 'state'> | undefined;
  readonly actions: readonly Pick<IncidentAction, 'actionKind' | 'state'>[];
  /** Marked in the tree of causes, or typed. */
  readonly rootCause: string;
  /** Typed: what was done. */
  readonly correctiveAction: string;
  readonly noActionBecause: string;
};

/**
 * INC-9: closing needs the root cause, what is done so that it does not happen again or why nothing is (ISM Code
 * chapter 9), no required or corrective action left open, and the investigation where one is asked for. What turned
 * out to be the same as another incident is closed with that one's answers.
 */
export function closingGaps(stand: ClosingStand): readonly ClosingGap[] {
  const { incident, investigation, actions } = stand;
  if ((incident.mergedIntoId ?? null) !== null) return [];
  const isInvestigated = investigation !== undefined && investigation.state !== 'open';
  const gaps: { readonly [Gap in ClosingGap]: boolean } = {
    investigation: incident.requiresInvestigation === true && !isInvestigated,
    root_cause: stand.rootCause === '',
    corrective_action:
      stand.correctiveAction === '' && stand.noActionBecause === '' && !actions.some(isCorrective),
    open_actions: actions.some(holdsUp),
  };
  return CLOSING_GAPS.filter((gap) => gaps[gap]);
}

/** Whether an action is of those that must be over before the incident is closed. */
export function holdsUp({ actionKind, state }: Pick<IncidentAction, 'actionKind' | 'state'>): boolean {
  return state === 'open' && (actionKind === 'required' || actionKind === 'corrective');
}

function isCorrective({ actionKind, state }: Pick<IncidentAction, 'actionKind' | 'state'>): boolean {
  return actionKind === 'corrective' && state !== 'cancelled';
}
