import type { IncidentEvent } from '../schema.ts';

/** What a line of the timeline is that somebody wrote. A `follow_up` looks at it again after it was over. */
export const COMMENT_KINDS = ['note', 'update', 'resolution', 'escalation', 'follow_up'] as const;
export type CommentKind = (typeof COMMENT_KINDS)[number];

type Line = Pick<IncidentEvent, 'type' | 'labelKey' | 'labelParams'> & {
  /** Null where it was read by SQL. */
  readonly commentKind?: string | null | undefined;
};

/** INC-63: as it was chosen; what was written when it was escalated by hand, or resolved, says so by itself. */
export function commentKindOf({ type, labelKey, labelParams, commentKind }: Line): CommentKind | undefined {
  if (type === 'commented') return COMMENT_KINDS.find((kind) => kind === commentKind) ?? 'note';
  if (labelKey === ESCALATED_BY_HAND) return 'escalation';
  return type === 'stage' && labelParams['to'] === 'resolved' ? 'resolution' : undefined;
}

const ESCALATED_BY_HAND = 'incidents.event.escalatedByHand';
