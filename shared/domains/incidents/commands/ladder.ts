import { z } from 'zod';
import { defineCommand } from '../../../kernel/define-command.ts';
import { prose } from '../../../kernel/fields.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { incidentError } from '../errors.ts';
import { record } from '../events.ts';
import { ladderIsRunning, nextLevel, staleAt } from '../rules.ts';
import { isPaused } from '../rules/pausing.ts';
import { REQUIRED_BY_HAND } from '../rules/required-actions.ts';
import { ESCALATION_LEVEL_MAX, EscalationLevel, incident, incidentEvent } from '../schema.ts';
import { incidentAction } from '../schema/action.ts';
import { incidentAcknowledgement, incidentEscalation } from '../schema/escalation.ts';
import { isOpen } from '../states.ts';
import { CALLS, ESCALATION, LADDER, REQUIRES, sets } from './allows.ts';
import { callAgain, raise, requireActions, restart } from './escalations.ts';
import { mustBeOpen, onIncident } from './shared.ts';

const LADDER_KINDS = [incident, incidentEvent, incidentEscalation, incidentAcknowledgement] as const;

/** Escalates by hand: one level up, or straight to a level. */
export const escalate = defineCommand({
  name: 'incidents.escalate',
  feature: 'incidents.escalate',
  lane: 0,
  input: z.object({
    id: RecordId,
    toLevel: EscalationLevel.min(1).optional(),
    reason: prose(2_000).min(1, 'Say why, for those who are woken.'),
  }),
  writes: [...LADDER_KINDS, incidentAction],
  allows: [...sets(ESCALATION), ...CALLS, ...REQUIRES],
  label: (input) => ({ key: 'incidents.escalate.label', params: { reason: input.reason.slice(0, 200) } }),
  target: onIncident,
  run(context, input) {
    const before = context.tx.mustGet(incident, input.id);
    mustBeOpen(before);
    const level = input.toLevel ?? before.escalationLevel + 1;
    if (level <= before.escalationLevel || level > ESCALATION_LEVEL_MAX) {
      const reached = { number: before.number, level: before.escalationLevel };
      const isHighest = before.escalationLevel >= ESCALATION_LEVEL_MAX;
      throw incidentError(isHighest ? 'highest-level-reached' : 'level-reached', reached);
    }
    const raised = raise(context, before, {
      level,
      trigger: 'manual',
      labelKey: 'incidents.event.escalatedByHand',
      reason: input.reason,
    });
    requireActions(context, before, REQUIRED_BY_HAND);
    return { id: before.id, level: raised.escalationLevel };
  },
});

/**
 * Timer: nobody acknowledged in time. Finds nothing to do when somebody has, or the level moved on. At the last level
 * its people are called again, as often as the policy says (INC-19).
 */
export const escalateUnacknowledged = defineCommand({
  name: 'incidents.escalateUnacknowledged',
  feature: 'incidents.escalate',
  lane: 0,
  system: true,
  input: z.object({ id: RecordId, fromLevel: EscalationLevel }),
  writes: LADDER_KINDS,
  allows: [...sets(ESCALATION), ...CALLS],
  label: ({ fromLevel }) =>
    fromLevel < ESCALATION_LEVEL_MAX
      ? { key: 'incidents.escalateUnacknowledged.label', params: { level: fromLevel + 1 } }
      : { key: 'incidents.callAgain.label', params: { level: fromLevel } },
  target: onIncident,
  run(context, input) {
    const before = context.tx.mustGet(incident, input.id);
    const due = before.acknowledgeDueAt !== null && before.acknowledgeDueAt <= context.now;
    if (!ladderIsRunning(before) || before.escalationLevel !== input.fromLevel || !due)
      return { id: before.id };
    if (before.escalationLevel === ESCALATION_LEVEL_MAX) {
      callAgain(context, before);
      return { id: before.id };
    }
    raise(context, before, {
      level: before.escalationLevel + 1,
      trigger: 'unacknowledged',
      labelKey: 'incidents.event.escalatedUnacknowledged',
    });
    return { id: before.id };
  },
});

/** Timer: the deadline passed. Noted once, and the ladder goes up one level; at the last one it calls that again. */
export const markOverdue = defineCommand({
  name: 'incidents.markOverdue',
  feature: 'incidents.escalate',
  lane: 0,
  system: true,
  input: z.object({ id: RecordId }),
  writes: LADDER_KINDS,
  allows: [...sets('overdueAt', ESCALATION), ...CALLS],
  label: () => ({ key: 'incidents.markOverdue.label' }),
  target: onIncident,
  run(context, { id }) {
    const { tx, now } = context;
    const before = tx.mustGet(incident, id);
    if (!isOpen(before.stage) || before.overdueAt !== null || isPaused(before)) return { id };
    if (before.dueAt > now) return { id };
    const marked = tx.patch(incident, id, { overdueAt: now });
    record(context, before, {
      type: 'overdue',
      labelKey: 'incidents.event.overdue',
      labelParams: { dueAt: before.dueAt },
    });
    const isAtTop = marked.escalationLevel === ESCALATION_LEVEL_MAX;
    raise(context, marked, {
      level: nextLevel(marked),
      trigger: 'overdue',
      labelKey: isAtTop ? 'incidents.event.calledAgainOverdue' : 'incidents.event.escalatedOverdue',
    });
    return { id };
  },
});

/** Timer: acknowledged, and then nobody moved it. The ladder waits again from the level it reached. */
export const restartLadder = defineCommand({
  name: 'incidents.restartLadder',
  feature: 'incidents.escalate',
  lane: 0,
  system: true,
  input: z.object({ id: RecordId }),
  writes: LADDER_KINDS,
  allows: [...sets(LADDER), ...CALLS],
  label: () => ({ key: 'incidents.restartLadder.label' }),
  target: onIncident,
  run(context, { id }) {
    const { tx, now } = context;
    const before = tx.mustGet(incident, id);
    const due = staleAt(before);
    if (due === undefined || due > now) return { id };
    restart(context, before, 'incidents.event.ladderRestarted');
    return { id };
  },
});
