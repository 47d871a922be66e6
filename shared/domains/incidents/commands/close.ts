import { z } from 'zod';
import { defineCommand } from '../../../kernel/define-command.ts';
import { prose } from '../../../kernel/fields.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { assertTransition } from '../../../kernel/state-machine.ts';
import { record } from '../events.ts';
import { deadlinesOf, ladderFrom } from '../rules.ts';
import { incident, incidentEvent } from '../schema.ts';
import { stageTransitions } from '../states.ts';
import { DEADLINES, LADDER, sets, STAGE } from './allows.ts';
import { onIncident, timeZoneOf } from './shared.ts';

/** Moves an open incident along: investigation, action required. */
export const advance = defineCommand({
  name: 'incidents.advance',
  feature: 'incidents.handle',
  input: z.object({ id: RecordId, to: z.enum(['under_investigation', 'action_required']) }),
  writes: [incident, incidentEvent],
  allows: sets(STAGE),
  label: (input) => ({ key: 'incidents.advance.label', params: { stage: input.to } }),
  target: onIncident,
  run(context, input) {
    const { tx, now } = context;
    const before = tx.mustGet(incident, input.id);
    assertTransition(stageTransitions, before.stage, input.to);
    tx.patch(incident, input.id, { stage: input.to, stageEnteredAt: now, progressedAt: now });
    record(context, before, {
      type: 'stage',
      labelKey: 'incidents.event.stage',
      labelParams: { from: before.stage, to: input.to },
    });
    return { id: before.id };
  },
});

/** The danger is over or contained. Stops the ladder and the clock; the case is not closed yet. */
export const resolve = defineCommand({
  name: 'incidents.resolve',
  feature: 'incidents.handle',
  input: z.object({ id: RecordId, resolution: prose(20_000).min(1, 'Say what ended it.') }),
  writes: [incident, incidentEvent],
  allows: sets(STAGE, 'resolvedAt', 'resolution', 'acknowledgeDueAt'),
  label: () => ({ key: 'incidents.resolve.label' }),
  target: onIncident,
  run(context, input) {
    const { tx, now } = context;
    const before = tx.mustGet(incident, input.id);
    assertTransition(stageTransitions, before.stage, 'resolved');
    if (before.severity === 'critical') context.urgent();
    tx.patch(incident, input.id, {
      stage: 'resolved',
      stageEnteredAt: now,
      progressedAt: now,
      resolvedAt: now,
      resolution: input.resolution,
      acknowledgeDueAt: null,
    });
    record(context, before, {
      type: 'stage',
      labelKey: 'incidents.event.stage',
      labelParams: { from: before.stage, to: 'resolved' },
      text: input.resolution,
    });
    return { id: before.id };
  },
});

/** INC-9: closing needs the root cause and what was done so that it does not happen again (ISM Code ch. 9). */
export const close = defineCommand({
  name: 'incidents.close',
  feature: 'incidents.close',
  input: z.object({
    id: RecordId,
    rootCause: prose(20_000).min(3, 'Name the root cause.'),
    correctiveAction: prose(20_000).min(3, 'Name what was done, or write "none, because …".'),
  }),
  writes: [incident, incidentEvent],
  allows: sets(STAGE, 'closedAt', 'rootCause', 'correctiveAction'),
  label: () => ({ key: 'incidents.close.label' }),
  target: onIncident,
  run(context, input) {
    const { tx, now } = context;
    const before = tx.mustGet(incident, input.id);
    assertTransition(stageTransitions, before.stage, 'closed');
    tx.patch(incident, input.id, {
      stage: 'closed',
      stageEnteredAt: now,
      progressedAt: now,
      closedAt: now,
      rootCause: input.rootCause,
      correctiveAction: input.correctiveAction,
    });
    record(context, before, {
      type: 'stage',
      labelKey: 'incidents.event.stage',
      labelParams: { from: before.stage, to: 'closed' },
    });
    return { id: before.id };
  },
});

/** It was not over after all. Deadlines and ladder are counted anew, from now. */
export const reopen = defineCommand({
  name: 'incidents.reopen',
  feature: 'incidents.reopen',
  input: z.object({ id: RecordId, reason: prose(2_000).min(1, 'Say why it is opened again.') }),
  writes: [incident, incidentEvent],
  allows: sets(STAGE, DEADLINES, LADDER, 'resolvedAt', 'closedAt', 'overdueAt', 'clockStartedAt'),
  label: () => ({ key: 'incidents.reopen.label' }),
  target: onIncident,
  run(context, input) {
    const { tx, now } = context;
    const before = tx.mustGet(incident, input.id);
    assertTransition(stageTransitions, before.stage, 'reopened');
    if (before.severity === 'critical') context.urgent();
    tx.patch(incident, input.id, {
      stage: 'reopened',
      stageEnteredAt: now,
      progressedAt: now,
      resolvedAt: null,
      closedAt: null,
      overdueAt: null,
      clockStartedAt: now,
      ...deadlinesOf(before.severity, now),
      ...ladderFrom(before, 0, now, timeZoneOf(context, before)),
    });
    record(context, before, {
      type: 'stage',
      labelKey: 'incidents.event.stage',
      labelParams: { from: before.stage, to: 'reopened' },
      text: input.reason,
    });
    return { id: before.id };
  },
});
