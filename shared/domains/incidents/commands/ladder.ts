import { z } from 'zod';
import { type CommandContext, defineCommand } from '../../../kernel/define-command.ts';
import { DomainError } from '../../../kernel/errors.ts';
import { prose } from '../../../kernel/fields.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { record } from '../events.ts';
import { ladderFrom, ladderIsRunning, nextStep, staleAt } from '../rules.ts';
import { ESCALATION_LEVEL_MAX, EscalationLevel, type Incident, incident, incidentEvent } from '../schema.ts';
import { isOpen } from '../states.ts';
import { ESCALATION, LADDER, sets } from './allows.ts';
import { mustBeOpen, onIncident, timeZoneOf } from './shared.ts';

/** Says "I have it": the ladder stops. A second acknowledgement changes nothing; the first one stands. */
export const acknowledge = defineCommand({
  name: 'incidents.acknowledge',
  feature: 'incidents.acknowledge',
  lane: 0,
  input: z.object({ id: RecordId }),
  writes: [incident, incidentEvent],
  allows: sets('acknowledgedAt', 'acknowledgedById', 'acknowledgedByName', 'acknowledgeDueAt'),
  label: () => ({ key: 'incidents.acknowledge.label' }),
  target: onIncident,
  run(context, { id }) {
    const { tx, now, actor } = context;
    const before = tx.mustGet(incident, id);
    mustBeOpen(before);
    if (before.acknowledgedAt !== null) return { id, acknowledgedByName: before.acknowledgedByName };
    const acknowledgedByName = actor.type === 'person' ? actor.name : '';
    tx.patch(incident, id, {
      acknowledgedAt: now,
      acknowledgedById: actor.id,
      acknowledgedByName,
      acknowledgeDueAt: null,
    });
    record(context, before, {
      type: 'acknowledged',
      labelKey: 'incidents.event.acknowledged',
      labelParams: { level: before.escalationLevel },
    });
    return { id, acknowledgedByName };
  },
});

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
  writes: [incident, incidentEvent],
  allows: sets(ESCALATION),
  label: (input) => ({ key: 'incidents.escalate.label', params: { reason: input.reason.slice(0, 200) } }),
  target: onIncident,
  run(context, input) {
    const before = context.tx.mustGet(incident, input.id);
    mustBeOpen(before);
    const level = input.toLevel ?? before.escalationLevel + 1;
    if (level <= before.escalationLevel || level > ESCALATION_LEVEL_MAX) {
      throw new DomainError({
        code: 'rule-broken',
        message: `${before.number} is at level ${before.escalationLevel} already.`,
        remedy:
          before.escalationLevel >= ESCALATION_LEVEL_MAX
            ? 'There is no higher level; call the people of level 3.'
            : `Choose a level above ${before.escalationLevel}.`,
        field: 'toLevel',
      });
    }
    raise(
      context,
      { ...before, escalationLevel: level - 1 },
      'incidents.event.escalatedByHand',
      input.reason,
    );
    return { id: before.id, level };
  },
});

/** Timer: nobody acknowledged in time. Finds nothing to do when somebody has, or the level moved on. */
export const escalateUnacknowledged = defineCommand({
  name: 'incidents.escalateUnacknowledged',
  feature: 'incidents.escalate',
  lane: 0,
  system: true,
  input: z.object({ id: RecordId, fromLevel: EscalationLevel }),
  writes: [incident, incidentEvent],
  allows: sets(ESCALATION),
  label: (input) => ({
    key: 'incidents.escalateUnacknowledged.label',
    params: { level: input.fromLevel + 1 },
  }),
  target: onIncident,
  run(context, input) {
    const before = context.tx.mustGet(incident, input.id);
    const due = before.acknowledgeDueAt !== null && before.acknowledgeDueAt <= context.now;
    if (!ladderIsRunning(before) || before.escalationLevel !== input.fromLevel || !due)
      return { id: before.id };
    raise(context, before, 'incidents.event.escalatedUnacknowledged', null);
    return { id: before.id };
  },
});

/** Timer: the deadline passed. Noted once, and the ladder goes up one level. */
export const markOverdue = defineCommand({
  name: 'incidents.markOverdue',
  feature: 'incidents.escalate',
  lane: 0,
  system: true,
  input: z.object({ id: RecordId }),
  writes: [incident, incidentEvent],
  allows: sets('overdueAt', ESCALATION),
  label: () => ({ key: 'incidents.markOverdue.label' }),
  target: onIncident,
  run(context, { id }) {
    const { tx, now } = context;
    const before = tx.mustGet(incident, id);
    if (!isOpen(before.stage) || before.overdueAt !== null || before.dueAt > now) return { id };
    const marked = tx.patch(incident, id, { overdueAt: now });
    record(context, before, {
      type: 'overdue',
      labelKey: 'incidents.event.overdue',
      labelParams: { dueAt: before.dueAt },
    });
    if (marked.escalationLevel < ESCALATION_LEVEL_MAX)
      raise(context, marked, 'incidents.event.escalatedOverdue', null);
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
  writes: [incident, incidentEvent],
  allows: sets(LADDER),
  label: () => ({ key: 'incidents.restartLadder.label' }),
  target: onIncident,
  run(context, { id }) {
    const { tx, now } = context;
    const before = tx.mustGet(incident, id);
    const due = staleAt(before);
    if (due === undefined || due > now) return { id };
    tx.patch(incident, id, ladderFrom(before, before.escalationLevel, now, timeZoneOf(context, before)));
    record(context, before, {
      type: 'ladder_restarted',
      labelKey: 'incidents.event.ladderRestarted',
      labelParams: { by: before.acknowledgedByName ?? '' },
    });
    return { id };
  },
});

function raise(context: CommandContext, before: Incident, labelKey: string, text: string | null): void {
  const step = nextStep(before, context.now, timeZoneOf(context, before));
  context.tx.patch(incident, before.id, step);
  record(context, before, {
    type: 'escalated',
    labelKey,
    labelParams: { level: step.escalationLevel },
    text,
  });
}
