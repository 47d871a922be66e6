import type { PersonActor } from '../../../access/can.ts';
import { type Severity, severityRank } from '../../../kernel/fields.ts';
import type { DomainError } from '../../../kernel/errors.ts';
import { incidentError } from '../errors.ts';
import type { IncidentApproval } from '../schema/approval.ts';
import type { ApprovedMove } from '../schema/approved-moves.ts';
import type { ApprovalRule } from '../schema/policy.ts';
import type { Policy } from './policy.ts';

/** INC-78: what the policy asks before a move; nothing where it names none, which is how the program comes. */
export function approvalAsked(
  { approvals = [] }: Pick<Policy, 'approvals'>,
  { severity, move }: { readonly severity: Severity; readonly move: ApprovedMove },
): ApprovalRule | undefined {
  return approvals.find(
    (rule) => rule.move === move && severityRank(severity) >= severityRank(rule.fromSeverity),
  );
}

/** How an approval stands: asked, approved and on its way to the incident's site, or how it ended. */
export type ApprovalState = 'asked' | 'approved' | NonNullable<IncidentApproval['endedBecause']>;

export function approvalState({
  decision,
  endedBecause,
}: Pick<IncidentApproval, 'decision' | 'endedBecause'>): ApprovalState {
  return endedBecause ?? (decision === 'approved' ? 'approved' : 'asked');
}

type Deciding = Pick<IncidentApproval, 'decision' | 'endedAt' | 'askedById' | 'profiles'>;

/** INC-79: decided once, by somebody of its jobs who is not whoever asked. Undefined: they may. */
export function obstacleToDeciding(
  asked: Deciding,
  person: Pick<PersonActor, 'id' | 'jobProfile'> | undefined,
): DomainError | undefined {
  if (person === undefined || !asked.profiles.includes(person.jobProfile))
    return incidentError('approval-of-other-jobs');
  if (person.id === asked.askedById) return incidentError('approved-by-asker');
  return asked.endedAt === null && asked.decision === null ? undefined : incidentError('approval-over');
}
