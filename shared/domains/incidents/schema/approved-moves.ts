import { z } from 'zod';

/**
 * Moves that may wait for an approval. To take an incident up, to escalate it and to open it again never wait: whoever
 * sees a danger is not kept waiting for a signature.
 */
export const APPROVED_MOVES = ['under_investigation', 'action_required', 'resolved', 'closed'] as const;
export const ApprovedMove = z.enum(APPROVED_MOVES);
export type ApprovedMove = z.infer<typeof ApprovedMove>;
