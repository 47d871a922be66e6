import { isoOf, msOf } from '../../../kernel/clock.ts';
import type { ComplianceEntry } from '../schema/compliance.ts';
import { DAY_MS } from '../../../kernel/durations.ts';

export const DUTY_STATES = ['overdue', 'due', 'open', 'done', 'not_applicable'] as const;
export type DutyState = (typeof DUTY_STATES)[number];

type Standing = Pick<ComplianceEntry, 'reportedAt' | 'status' | 'withdrawnAt' | 'reportDueAt'>;

/** Whether somebody still owes it. */
export function isOwed({ reportedAt, status, withdrawnAt }: Omit<Standing, 'reportDueAt'>): boolean {
  return (
    reportedAt === null && withdrawnAt === null && (status === 'pending_review' || status === 'non_compliant')
  );
}

export function dutyStateAt(entry: Standing, now: string): DutyState {
  if (entry.withdrawnAt !== null || entry.status === 'not_applicable') return 'not_applicable';
  if (!isOwed(entry)) return 'done';
  if (entry.reportDueAt === null) return 'open';
  return entry.reportDueAt <= now ? 'overdue' : 'due';
}

/** INC-43: reminders at half of the time, and a day before its end where that is later. */
export function reminderMoments({
  countedFrom,
  reportDueAt,
}: Pick<ComplianceEntry, 'countedFrom' | 'reportDueAt'>): readonly string[] {
  if (reportDueAt === null) return [];
  const [from, due] = [msOf(countedFrom), msOf(reportDueAt)];
  const half = from + Math.floor((due - from) / 2);
  const dayBefore = due - DAY_MS;
  return [half, ...(dayBefore > half ? [dayBefore] : [])].map(isoOf);
}

/** When to remind next; undefined when nothing is owed, or nothing is left to say before the deadline. */
export function nextReminderAt(
  entry: Standing & Pick<ComplianceEntry, 'countedFrom' | 'remindedAt'>,
): string | undefined {
  if (!isOwed(entry)) return undefined;
  const { remindedAt } = entry;
  return reminderMoments(entry).find((moment) => remindedAt === null || moment > remindedAt);
}
