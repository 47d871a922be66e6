import { z } from 'zod';
import { defineCommand } from '../../../kernel/define-command.ts';
import { prose } from '../../../kernel/fields.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { assertTransition } from '../../../kernel/state-machine.ts';
import { record } from '../events.ts';
import { ladderFrom } from '../rules.ts';
import { deadlinesOf } from '../rules/clock.ts';
import { CLOCK_ANEW } from '../rules/pausing.ts';
import { incident, incidentEvent } from '../schema.ts';
import { incidentApproval } from '../schema/approval.ts';
import { complianceEntry } from '../schema/compliance.ts';
import { incidentAcknowledgement, incidentEscalation } from '../schema/escalation.ts';
import { stageTransitions } from '../states.ts';
import {
  ASKS_APPROVAL,
  CLOSES,
  DEADLINES,
  ENDS_APPROVALS,
  ENDS_LADDER,
  LADDER,
  PAUSE,
  RESOLVES,
  sets,
  STAGE,
} from './allows.ts';
import { moveOrAsk, onlyAsks } from './ask-approval.ts';
import { endApprovals } from './ending-approvals.ts';
import { stopLadder } from './escalations.ts';
import { takeAssessmentBack } from './ask-assessment.ts';
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
  writes: [incident, incidentEvent, incidentApproval],
  allows: [...sets(STAGE), ...ASKS_APPROVAL],
  label: (input) => ({ key: 'incidents.advance.label', params: { stage: input.to } }),
  target: onIncident,
  check: onlyAsks,
  run: (context, { id, to, reason }) =>
    moveOrAsk(context, context.tx.mustGet(incident, id), { ...NOTHING_LEARNT, move: to, text: reason }),
});

/** The danger is over or contained. Stops the ladder and the clock; the case is not closed yet. */
export const resolve = defineCommand({
  name: 'incidents.resolve',
  feature: 'incidents.handle',
  input: z.object({ id: RecordId, resolution: prose(20_000).min(1, 'Say what ended it.') }),
  writes: [incident, incidentEvent, incidentEscalation, incidentAcknowledgement, incidentApproval],
  allows: [...sets(RESOLVES), ...ENDS_LADDER, ...ASKS_APPROVAL],
  label: () => ({ key: 'incidents.resolve.label' }),
  target: onIncident,
  check: onlyAsks,
  run: (context, { id, resolution }) =>
    moveOrAsk(context, context.tx.mustGet(incident, id), {
      ...NOTHING_LEARNT,
      move: 'resolved',
      text: resolution,
    }),
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
  writes: [incident, incidentEvent, incidentApproval],
  allows: [...sets(CLOSES), ...ASKS_APPROVAL],
  label: () => ({ key: 'incidents.close.label' }),
  target: onIncident,
  check: onlyAsks,
  run: (context, { id, ...typed }) =>
    moveOrAsk(context, context.tx.mustGet(incident, id), { ...typed, move: 'closed', text: '' }),
});

const NOTHING_LEARNT = { rootCause: '', correctiveAction: '', noActionBecause: '' } as const;

/** It was not over after all. Deadlines and ladder are counted anew, from now. */
export const reopen = defineCommand({
  name: 'incidents.reopen',
  feature: 'incidents.reopen',
  input: z.object({ id: RecordId, reason: prose(2_000).min(1, 'Say why it is opened again.') }),
  writes: [
    incident,
    incidentEvent,
    incidentEscalation,
    incidentAcknowledgement,
    complianceEntry,
    incidentApproval,
  ],
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
      'nextUpdateAt',
    ),
    ...ENDS_LADDER,
    ...ENDS_APPROVALS,
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
      // What was promised before it was over is owed no more.
      ...((before.nextUpdateAt ?? null) === null ? {} : { nextUpdateAt: null }),
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
    endApprovals(context, before.id, 'moved');
    record(context, before, {
      type: 'stage',
      labelKey: 'incidents.event.stage',
      labelParams: { from: before.stage, to: 'reopened' },
      text: input.reason,
    });
    return { id: before.id };
  },
});
