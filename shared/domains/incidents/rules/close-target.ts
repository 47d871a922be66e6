import { isoOf, msOf } from '../../../kernel/clock.ts';
import { DAY_MS } from '../../../kernel/durations.ts';
import type { Incident } from '../schema.ts';
import type { Policy } from './policy.ts';

/**
 * INC-49: one month, as companies' procedures under ISM Code 9.2 commonly have it; the Code gives no figure. Ours where
 * no policy says otherwise, and of incidents that were reported before there was a target.
 */
export const CLOSE_WITHIN_DAYS = 30;
/** So long before it those who handle it are reminded; of a shorter target after half of it. */
const AHEAD_MS = 7 * DAY_MS;

type Closing = Pick<
  Incident,
  'stage' | 'reportedAt' | 'closeDueAt' | 'closeRemindedAt' | 'isDrill' | 'mergedIntoId'
>;

export function closeWithinDays(policy: Pick<Policy, 'closeWithinDays'>): number {
  return policy.closeWithinDays ?? CLOSE_WITHIN_DAYS;
}

/** Counted around the clock from the report: a reopening gives no more time. */
export function closeDueAtFor(policy: Pick<Policy, 'closeWithinDays'>, reportedAt: string): string {
  return isoOf(msOf(reportedAt) + closeWithinDays(policy) * DAY_MS);
}

/** Until when it is to be closed. */
export function closeDueAtOf({ closeDueAt, reportedAt }: Pick<Closing, 'closeDueAt' | 'reportedAt'>): string {
  return closeDueAt ?? closeDueAtFor({}, reportedAt);
}

/** The same in SQL, of an incident `i`. */
export const CLOSE_DUE_SQL = `coalesce(i.closeDueAt, strftime('%Y-%m-%dT%H:%M:%fZ', i.reportedAt, '+${CLOSE_WITHIN_DAYS} days'))`;

/** INC-75: after its target is late; the moment itself is in time. The same in SQL: `filter-fields.ts`. */
export function isClosedLate(record: Pick<Incident, 'closedAt' | 'closeDueAt' | 'reportedAt'>): boolean {
  return record.closedAt !== null && record.closedAt > closeDueAtOf(record);
}

/**
 * When those who handle it are reminded, once; undefined when it is closed, an exercise or another one's duplicate, when
 * they were, and of incidents that were reported before there was a target.
 */
export function closeReminderAt(record: Closing): string | undefined {
  const { stage, closeDueAt, closeRemindedAt = null, isDrill = false, mergedIntoId = null } = record;
  if (closeDueAt === undefined || stage === 'closed' || isDrill) return undefined;
  if (closeRemindedAt !== null || mergedIntoId !== null) return undefined;
  const [from, due] = [msOf(record.reportedAt), msOf(closeDueAt)];
  return isoOf(Math.max(due - AHEAD_MS, from + Math.floor((due - from) / 2)));
}
