import { defineTimer } from '../../kernel/define-timer.ts';
import { escalateUnacknowledged, markOverdue, restartLadder } from './commands/ladder.ts';
import { ladderIsRunning, staleAt } from './rules.ts';
import { incident } from './schema.ts';
import { isOpen } from './states.ts';

/** Runs out when nobody acknowledged at this level. */
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
    isOpen(record.stage) && record.overdueAt === null ? { at: record.dueAt, key: 'deadline' } : undefined,
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

export const incidentTimers = [acknowledgeTimer, deadlineTimer, staleTimer];
