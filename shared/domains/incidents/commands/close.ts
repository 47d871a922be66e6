import { z } from 'zod';
import { defineCommand } from '../../../kernel/define-command.ts';
import { prose } from '../../../kernel/fields.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { assertTransition } from '../../../kernel/state-machine.ts';
import { record } from '../events.ts';
import { ladderFrom } from '../rules.ts';
import { deadlinesOf, resumed } from '../rules/clock.ts';
import { CLOCK_ANEW, isPaused } from '../rules/pausing.ts';
import { incident, incidentEvent } from '../schema.ts';
import { complianceEntry } from '../schema/compliance.ts';
import { incidentAcknowledgement, incidentEscalation } from '../schema/escalation.ts';
import { stageTransitions } from '../states.ts';
import { DEADLINES, ENDS_LADDER, LADDER, PAUSE, sets, STAGE } from './allows.ts';
import { stopLadder } from './escalations.ts';
import { takeAssessmentBack } from './ask-assessment.ts';
import { lessonsAtClosing } from './closing-stand.ts';
import { onIncident, placeOf, Reason, termsOf } from './shared.ts';

/** Moves an open incident along: investigation, action required. */
export const advance = defineCommand({
  name: 'incidents.advance',
  feature: 'incidents.handle',
  input: z.object({
    id: RecordId,
    to: z.enum(['under_investigation', 'action_required']),
    reason: Reason.default(''),
  }),
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
      text: input.reason || null,
    });
    return { id: before.id };
  },
});

/** The danger is over or contained. Stops the ladder and the clock; the case is not closed yet. */
export const resolve = defineCommand({
  name: 'incidents.resolve',
  feature: 'incidents.handle',
  input: z.object({ id: RecordId, resolution: prose(20_000).min(1, 'Say what ended it.') }),
  writes: [incident, incidentEvent, incidentEscalation, incidentAcknowledgement],
  allows: [...sets(STAGE, 'resolvedAt', 'resolution', 'acknowledgeDueAt', PAUSE), ...ENDS_LADDER],
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
      ...(isPaused(before) ? resumed(before, placeOf(context, before).hours, now) : {}),
    });
    stopLadder(context, before.id, 'resolved');
    record(context, before, {
      type: 'stage',
      labelKey: 'incidents.event.stage',
      labelParams: { from: before.stage, to: 'resolved' },
      text: input.resolution,
    });
    return { id: before.id };
  },
});

/** INC-9: what closing needs is said in `rules/closing.ts`; what is not typed is taken from tree and actions. */
export const close = defineCommand({
  name: 'incidents.close',
  feature: 'incidents.close',
  input: z.object({
    id: RecordId,
    rootCause: prose(20_000).default(''),
    correctiveAction: prose(20_000).default(''),
    noActionBecause: prose(2_000).default(''),
  }),
  writes: [incident, incidentEvent],
  allows: sets(STAGE, 'closedAt', 'rootCause', 'correctiveAction', 'noActionBecause'),
  label: () => ({ key: 'incidents.close.label' }),
  target: onIncident,
  run(context, { id, ...typed }) {
    const { tx, now } = context;
    const before = tx.mustGet(incident, id);
    assertTransition(stageTransitions, before.stage, 'closed');
    tx.patch(incident, id, {
      stage: 'closed',
      stageEnteredAt: now,
      progressedAt: now,
      closedAt: now,
      ...lessonsAtClosing(tx, before, typed),
    });
    record(context, before, {
      type: 'stage',
      labelKey: 'incidents.event.stage',
      labelParams: { from: before.stage, to: 'closed' },
    });
    return { id };
  },
});

/** It was not over after all. Deadlines and ladder are counted anew, from now. */
export const reopen = defineCommand({
  name: 'incidents.reopen',
  feature: 'incidents.reopen',
  input: z.object({ id: RecordId, reason: prose(2_000).min(1, 'Say why it is opened again.') }),
  writes: [incident, incidentEvent, incidentEscalation, incidentAcknowledgement, complianceEntry],
  allows: [
    ...sets(
      STAGE,
      DEADLINES,
      PAUSE,
      LADDER,
      'atRiskNotedAt',
      'resolvedAt',
      'closedAt',
      'overdueAt',
      'clockStartedAt',
      'mergedIntoId',
    ),
    ...ENDS_LADDER,
    { entity: complianceEntry, patch: ['withdrawnAt'] },
  ],
  label: () => ({ key: 'incidents.reopen.label' }),
  target: onIncident,
  run(context, input) {
    const { tx, now } = context;
    const before = tx.mustGet(incident, input.id);
    assertTransition(stageTransitions, before.stage, 'reopened');
    const place = placeOf(context, before);
    if (before.severity === 'critical') context.urgent();
    tx.patch(incident, input.id, {
      stage: 'reopened',
      stageEnteredAt: now,
      progressedAt: now,
      resolvedAt: null,
      closedAt: null,
      overdueAt: null,
      ...((before.mergedIntoId ?? null) === null ? {} : { mergedIntoId: null }),
      clockStartedAt: now,
      ...deadlinesOf(termsOf(place, before.severity), now),
      ...CLOCK_ANEW,
      ...ladderFrom(0, {
        rule: place.policy.severities[before.severity],
        now,
        hours: place.hours,
        goesOn: true,
      }),
    });
    if ((before.mergedIntoId ?? null) !== null) takeAssessmentBack(context, before);
    stopLadder(context, before.id, 'reopened');
    record(context, before, {
      type: 'stage',
      labelKey: 'incidents.event.stage',
      labelParams: { from: before.stage, to: 'reopened' },
      text: input.reason,
    });
    return { id: before.id };
  },
});
