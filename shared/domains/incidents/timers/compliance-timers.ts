import { defineTimer } from '../../../kernel/define-timer.ts';
import { markDutyOverdue, remindDuty } from '../commands/compliance-deadline.ts';
import { isOwed, nextReminderAt } from '../rules/duty-state.ts';
import { complianceEntry } from '../schema/compliance.ts';

const nearTimer = defineTimer({
  name: 'incidents.dutyNear',
  entity: complianceEntry,
  command: remindDuty,
  due(entry) {
    const at = nextReminderAt(entry);
    return at === undefined ? undefined : { at, key: at };
  },
  input: ({ id }) => ({ id }),
  catchUp: 'once',
});

const overdueTimer = defineTimer({
  name: 'incidents.dutyOverdue',
  entity: complianceEntry,
  command: markDutyOverdue,
  due: (entry) =>
    isOwed(entry) && entry.reportDueAt !== null && isNews(entry.overdueAt, entry.reportDueAt)
      ? { at: entry.reportDueAt, key: entry.reportDueAt }
      : undefined,
  input: ({ id }) => ({ id }),
  catchUp: 'once',
});

/** A deadline that was moved may pass once more. */
function isNews(overdueAt: string | null, dueAt: string): boolean {
  return overdueAt === null || overdueAt < dueAt;
}

export const complianceTimers = [nearTimer, overdueTimer];
