import type { CommandContext } from '../../../kernel/define-command.ts';
import { record } from '../events.ts';
import { ladderFrom } from '../rules.ts';
import { callsAgain } from '../rules/policy.ts';
import { type Called, calledAt, stepFrom } from '../rules/called.ts';
import { REQUIRED_ACTIONS, type RequiredAction } from '../rules/required-actions.ts';
import { ESCALATION_LEVEL_MAX, type Incident, incident } from '../schema.ts';
import { incidentAction } from '../schema/action.ts';
import {
  type IncidentEscalation,
  incidentAcknowledgement,
  incidentEscalation,
} from '../schema/escalation.ts';
import { placeOf } from './shared.ts';

type Step = {
  readonly level: number;
  readonly trigger: IncidentEscalation['trigger'];
  readonly labelKey: string;
  /** What a person wrote who escalated by hand. */
  readonly reason?: string;
  /** The last level once more: for which time. */
  readonly again?: number;
};

/** Takes the ladder to a level, or to the next above it that has somebody, and calls the people there. */
export function raise(context: CommandContext, before: Incident, step: Step): Incident {
  const { tx, now } = context;
  const { level, standing } = callFrom(context, before, step);
  const raised = tx.patch(incident, before.id, {
    ...standing,
    stage: 'escalated',
    stageEnteredAt: before.stage === 'escalated' ? before.stageEnteredAt : now,
  });
  record(context, before, {
    type: 'escalated',
    labelKey: step.labelKey,
    labelParams: { level },
    text: step.reason ?? null,
  });
  return raised;
}

/** INC-19: nobody has answered at the last level either, and its people are called once more. */
export function callAgain(context: CommandContext, before: Incident): void {
  const { tx } = context;
  const calls = tx.find(incidentEscalation, { incidentId: before.id, isActive: true });
  const last = calls.toSorted((a, b) => (a.at < b.at ? -1 : 1)).at(-1);
  const again = (last?.again ?? 0) + 1;
  const labelKey = 'incidents.event.calledAgain';
  const { level, standing } = callFrom(context, before, {
    level: ESCALATION_LEVEL_MAX,
    trigger: 'unacknowledged',
    labelKey,
    again,
  });
  tx.patch(incident, before.id, standing);
  record(context, before, { type: 'escalated', labelKey, labelParams: { level, again } });
}

/** The ladder waits again where it stands, and calls the people of that level once more, if it has reached one. */
export function restart(context: CommandContext, before: Incident, labelKey: string): void {
  const { tx } = context;
  const by = before.acknowledgedByName ?? '';
  const { standing } =
    before.escalationLevel === 0
      ? { standing: waitingAt(context, before, { level: 0 }) }
      : callFrom(context, before, { level: before.escalationLevel, trigger: 'stale', labelKey });
  endAcknowledgements(context, before.id);
  tx.patch(incident, before.id, standing);
  record(context, before, {
    type: 'ladder_restarted',
    labelKey,
    labelParams: { by, level: standing.escalationLevel },
  });
}

/** Nobody is called any more: it is acknowledged, or over. */
export function endEscalation(
  { tx, now }: CommandContext,
  incidentId: string,
  ended: { readonly because: NonNullable<IncidentEscalation['endedBecause']>; readonly response?: string },
): void {
  for (const { id } of tx.find(incidentEscalation, { incidentId, isActive: true })) {
    tx.patch(incidentEscalation, id, {
      isActive: false,
      endedAt: now,
      endedBecause: ended.because,
      response: ended.response ?? null,
    });
  }
}

/** INC-16: the ladder stops for good, and nobody answers for the incident by having acknowledged it. */
export function stopLadder(
  context: CommandContext,
  incidentId: string,
  because: 'resolved' | 'reopened' | 'merged',
): void {
  endEscalation(context, incidentId, { because });
  endAcknowledgements(context, incidentId);
}

export function endAcknowledgements({ tx, now }: CommandContext, incidentId: string): void {
  for (const { id, countedAt } of tx.find(incidentAcknowledgement, { incidentId, endedAt: null })) {
    // One that the home site has not counted yet is judged there, when it has been.
    if (countedAt !== null) tx.patch(incidentAcknowledgement, id, { endedAt: now });
  }
}

/** INC-17: asks for what must be done now, unless it was asked for before. */
export function requireActions(
  { tx, now, newId, actor }: CommandContext,
  about: Pick<Incident, 'id' | 'siteId' | 'dueAt'>,
  codes: readonly RequiredAction[],
): void {
  const asked = new Set(tx.find(incidentAction, { incidentId: about.id }).map(({ code }) => code));
  const byName = actor.type === 'person' ? actor.name : '';
  for (const code of codes) {
    if (asked.has(code)) continue;
    tx.insert(incidentAction, {
      id: newId(),
      siteId: about.siteId,
      incidentId: about.id,
      actionKind: 'required',
      code,
      text: REQUIRED_ACTIONS[code],
      ownerId: null,
      ownerName: null,
      dueAt: about.dueAt,
      state: 'open',
      stateAt: now,
      stateById: actor.id,
      stateByName: byName,
      outcome: '',
      madeAt: now,
      madeByName: byName,
      remindedAt: null,
      reminders: 0,
    });
  }
}

/** Calls the people of a level, and writes down whom, and which levels had nobody. */
function callFrom(context: CommandContext, before: Incident, step: Step) {
  const { tx, now, newId, actor } = context;
  const place = placeOf(context, before);
  const found = stepFrom(step.level, (level) => calledAt(tx, level, { ...place, now }));
  const standing = waitingAt(context, before, { level: found.level, again: step.again });
  endEscalation(context, before.id, { because: 'next_level' });
  if (step.trigger !== 'stale') endAcknowledgements(context, before.id);
  for (const level of found.skipped) {
    record(context, before, {
      type: 'level_skipped',
      labelKey: 'incidents.event.levelSkipped',
      labelParams: { level },
    });
  }
  tx.insert(incidentEscalation, {
    id: newId(),
    siteId: before.siteId,
    incidentId: before.id,
    level: found.level,
    trigger: step.trigger,
    reason: step.reason ?? null,
    escalatedById: actor.id,
    escalatedByName: actor.type === 'person' ? actor.name : '',
    at: now,
    acknowledgeDueAt: standing.acknowledgeDueAt,
    ...saidOf(found.called),
    skippedLevels: [...found.skipped],
    isActive: true,
    endedAt: null,
    endedBecause: null,
    response: null,
    ...(step.again === undefined ? {} : { again: step.again }),
  });
  return { level: found.level, standing };
}

function saidOf({
  by,
  people,
  profiles,
}: Called): Pick<IncidentEscalation, 'calledBy' | 'calledIds' | 'calledNames' | 'profiles'> {
  return {
    calledBy: by,
    profiles: [...profiles],
    calledIds: people.map(({ id }) => id),
    calledNames: people.map(({ name }) => name),
  };
}

/** The ladder as it waits at a level from now on, with nobody having acknowledged. */
export function waitingAt(
  context: CommandContext,
  before: Incident,
  { level, again = 0 }: { readonly level: number; readonly again?: number | undefined },
) {
  const { policy, hours } = placeOf(context, before);
  const rule = policy.severities[before.severity];
  const goesOn = level < ESCALATION_LEVEL_MAX || again < callsAgain(policy);
  return ladderFrom(level, { rule, now: context.now, hours, goesOn });
}
