import type { Incident } from '../schema.ts';
import type { IncidentEscalation } from '../schema/escalation.ts';

type Step = Pick<IncidentEscalation, 'id' | 'at' | 'calledOffAt'>;

/** INC-58: it was started by mistake, and counts no more. */
export function isCalledOff({ calledOffAt }: Pick<IncidentEscalation, 'calledOffAt'>): boolean {
  return (calledOffAt ?? null) !== null;
}

/** Steps of the ladder that stand, since the incident was reported or last reopened; oldest first. */
export function standingSteps<S extends Step>(
  steps: readonly S[],
  { clockStartedAt }: Pick<Incident, 'clockStartedAt'>,
): S[] {
  return steps
    .filter((step) => !isCalledOff(step) && step.at >= clockStartedAt)
    .toSorted((one, other) => (isLater(one, other) ? 1 : -1));
}

/** Steps of the same moment go by their ids, which begin with the time they were made at. */
export function isLater(one: Step, other: Step): boolean {
  return one.at > other.at || (one.at === other.at && one.id > other.id);
}
