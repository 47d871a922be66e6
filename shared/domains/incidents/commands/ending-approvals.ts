import type { CommandContext } from '../../../kernel/define-command.ts';
import { incidentApproval } from '../schema/approval.ts';

/** INC-81: what waited for an approval waits no longer, because the incident went another way. */
export function endApprovals(
  { tx, now }: CommandContext,
  incidentId: string,
  because: 'moved' | 'merged',
): void {
  for (const { id } of tx.find(incidentApproval, { incidentId, endedAt: null })) {
    tx.patch(incidentApproval, id, { endedAt: now, endedBecause: because });
  }
}
