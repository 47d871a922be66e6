import { z } from 'zod';
import { type CommandContext, defineCommand } from '../../../kernel/define-command.ts';
import { prose } from '../../../kernel/fields.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { incidentError } from '../errors.ts';
import { CALLED_OFF, record } from '../events.ts';
import { levelAtReport } from '../rules.ts';
import { isCalledOff, isLater, standingSteps } from '../rules/calling-off.ts';
import { REQUIRED_BY_HAND, REQUIRED_WHEN_CRITICAL } from '../rules/required-actions.ts';
import { stageStays } from '../rules/stage-times.ts';
import { type Incident, incident, incidentEvent } from '../schema.ts';
import { incidentAction } from '../schema/action.ts';
import { type IncidentEscalation, incidentEscalation } from '../schema/escalation.ts';
import { type Stage, stageTransitions } from '../states.ts';
import { CALLS_OFF } from './allows.ts';
import { waitingAt } from './escalations.ts';
import { mustBeOpen, nameOf, onIncident } from './shared.ts';

/**
 * INC-58: a step that was started by hand by mistake is called off. Unless a later step has called somebody, the
 * incident goes back to the level and stage before it, and its ladder waits there again, calling nobody anew.
 */
export const callOff = defineCommand({
  name: 'incidents.callOff',
  feature: 'incidents.escalate',
  lane: 0,
  input: z.object({
    id: RecordId,
    stepId: RecordId,
    reason: prose(2_000).min(1, 'Say why, for those who were called.'),
  }),
  writes: [incident, incidentEvent, incidentEscalation, incidentAction],
  allows: CALLS_OFF,
  label: ({ reason }) => ({ key: 'incidents.callOff.label', params: { reason: reason.slice(0, 200) } }),
  target: onIncident,
  run(context, { id, stepId, reason }) {
    const { tx, now, actor } = context;
    const before = tx.mustGet(incident, id);
    mustBeOpen(before);
    const step = tx.mustGet(incidentEscalation, stepId);
    assertMayBeCalledOff(before, step);
    const others = standingSteps(tx.find(incidentEscalation, { incidentId: id }), before).filter(
      (one) => one.id !== stepId,
    );
    const stays = others.some((one) => isLater(one, step));
    if (before.severity === 'critical') context.urgent();
    const after = stays ? before : lower(context, { before, others });
    tx.patch(incidentEscalation, stepId, {
      ...(step.isActive ? { isActive: false, endedAt: now } : {}),
      calledOffAt: now,
      calledOffById: actor.id,
      calledOffByName: nameOf(actor),
      calledOffBecause: reason,
    });
    if (!others.some(({ trigger }) => trigger === 'manual')) dropActions(context, { before, step, reason });
    record(context, before, {
      type: 'escalated',
      labelKey: stays ? CALLED_OFF.only : CALLED_OFF.lowered,
      labelParams: {
        level: step.level,
        to: after.escalationLevel,
        step: stepId,
        ...(after.stage === before.stage ? {} : { stage: after.stage }),
      },
      text: reason,
    });
    return { id, level: after.escalationLevel };
  },
});

function assertMayBeCalledOff(before: Incident, step: IncidentEscalation): void {
  const { number } = before;
  if (step.incidentId !== before.id) throw incidentError('unseen');
  if (step.trigger !== 'manual') throw incidentError('step-not-by-hand', { number });
  if (isCalledOff(step)) throw incidentError('step-called-off', { number });
  if (step.at < before.clockStartedAt) throw incidentError('step-before-reopening', { number });
}

type Lowering = {
  readonly before: Incident;
  /** Steps that stand, all before the one that does not; oldest first. */
  readonly others: readonly IncidentEscalation[];
};

/** Where somebody has it by now, it stays theirs; else the ladder waits where it stood. */
function lower(context: CommandContext, { before, others }: Lowering): Incident {
  const { tx, now } = context;
  const to = others.at(-1);
  const level = to?.level ?? 0;
  if (level < levelAtReport(before.severity)) {
    throw incidentError('critical-stays-escalated', { number: before.number });
  }
  const isTaken = before.acknowledgedAt !== null;
  const standing = waitingAt(context, before, { level, again: to?.again });
  if (!isTaken && to?.endedBecause === 'next_level') {
    const { acknowledgeDueAt } = standing;
    tx.patch(incidentEscalation, to.id, {
      isActive: true,
      endedAt: null,
      endedBecause: null,
      acknowledgeDueAt,
    });
  }
  const isRaised = others.some(({ at }) => at >= before.stageEnteredAt);
  return tx.patch(incident, before.id, {
    ...(isTaken ? { escalationLevel: level } : standing),
    ...(before.stage === 'escalated' && !isRaised
      ? { stage: stageBefore(context, before), stageEnteredAt: now }
      : {}),
  });
}

/** INC-1 names no way back to `reported`: whoever calls a step off has looked at it. */
function stageBefore({ tx }: CommandContext, before: Incident): Stage {
  const lines = tx.find(incidentEvent, { incidentId: before.id }).toSorted((a, b) => (a.at < b.at ? -1 : 1));
  const stage = stageStays(before, lines, false).at(-2)?.stage;
  return stage !== undefined && stageTransitions.escalated.includes(stage) ? stage : 'triaging';
}

/** INC-17: what was asked for because of the step; a critical incident asks for it all the same. */
function dropActions(
  { tx, now, actor }: CommandContext,
  {
    before,
    step,
    reason,
  }: { readonly before: Incident; readonly step: IncidentEscalation; readonly reason: string },
): void {
  const kept: readonly string[] = before.severity === 'critical' ? REQUIRED_WHEN_CRITICAL : [];
  const asked: readonly string[] = REQUIRED_BY_HAND;
  for (const action of tx.find(incidentAction, { incidentId: before.id, state: 'open' })) {
    const { code, madeAt } = action;
    if (code === null || madeAt !== step.at || !asked.includes(code) || kept.includes(code)) continue;
    tx.patch(incidentAction, action.id, {
      state: 'cancelled',
      stateAt: now,
      stateById: actor.id,
      stateByName: nameOf(actor),
      outcome: reason,
    });
  }
}
