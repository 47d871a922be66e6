import { defineTimer } from '../../kernel/define-timer.ts';
import { noteAtRisk } from './commands/clock.ts';
import { escalateUnacknowledged, markOverdue, restartLadder } from './commands/ladder.ts';
import { ladderIsRunning, staleAt } from './rules.ts';
import { isPaused } from './rules/pausing.ts';
import { incident } from './schema.ts';
import { isOpen } from './states.ts';
import { closingTimer } from './timers/closing.ts';
import { circularTimers } from './timers/circulars.ts';
import { updateTimer } from './timers/updates.ts';
import { ladderTimers } from './timers/ladder.ts';
import { approvedMoveTimer } from './timers/approvals.ts';
import { actionReminderTimer } from './timers/action-reminders.ts';
import { complianceTimers } from './timers/compliance-timers.ts';

/** Runs out when nobody acknowledged at this level; at the last one, each time that it was called. */
const acknowledgeTimer = defineTimer({
  name: 'incidents.acknowledge',
  entity: incident,
  command: escalateUnacknowledged,
  due: (record) =>
    ladderIsRunning(record) && record.acknowledgeDueAt !== null
      ? { at: record.acknowledgeDueAt, key: `${record.escalationLevel}` }
      : undefined,
  input: (record) => ({ id: record.id, fromLevel: record.escalationLevel }),
  catchUp: 'once',
});

const deadlineTimer = defineTimer({
  name: 'incidents.deadline',
  entity: incident,
  command: markOverdue,
  due: (record) =>
    isOpen(record.stage) && record.overdueAt === null && !isPaused(record)
      ? { at: record.dueAt, key: 'deadline' }
      : undefined,
  input: (record) => ({ id: record.id }),
  catchUp: 'once',
});

const atRiskTimer = defineTimer({
  name: 'incidents.atRisk',
  entity: incident,
  command: noteAtRisk,
  due: (record) =>
    isOpen(record.stage) && (record.atRiskNotedAt ?? null) === null && !isPaused(record)
      ? { at: record.atRiskAt, key: 'at-risk' }
      : undefined,
  input: (record) => ({ id: record.id }),
  catchUp: 'once',
});

const staleTimer = defineTimer({
  name: 'incidents.stale',
  entity: incident,
  command: restartLadder,
  due(record) {
    const at = staleAt(record);
    return at === undefined ? undefined : { at, key: 'stale' };
  },
  input: (record) => ({ id: record.id }),
  catchUp: 'once',
});

/** Those that an incident itself carries. */
export const timersOfAnIncident = [
  acknowledgeTimer,
  atRiskTimer,
  deadlineTimer,
  staleTimer,
  updateTimer,
  closingTimer,
];
export const incidentTimers = [
  ...timersOfAnIncident,
  ...ladderTimers,
  actionReminderTimer,
  approvedMoveTimer,
  ...complianceTimers,
  ...circularTimers,
];
