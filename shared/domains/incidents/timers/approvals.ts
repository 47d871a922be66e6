import { defineTimer } from '../../../kernel/define-timer.ts';
import { makeApprovedMove } from '../commands/approvals.ts';
import { incidentApproval } from '../schema/approval.ts';
import { FIRST_OF_ALL } from './ladder.ts';

/** INC-80: one that was given at another site has arrived. */
export const approvedMoveTimer = defineTimer({
  name: 'incidents.makeApprovedMove',
  entity: incidentApproval,
  command: makeApprovedMove,
  due: ({ decision, endedAt }) =>
    decision === 'approved' && endedAt === null ? { at: FIRST_OF_ALL, key: 'move' } : undefined,
  input: ({ id }) => ({ id }),
  catchUp: 'once',
});
