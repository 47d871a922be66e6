import { z } from 'zod';
import { type Actor, may } from '../../../access/can.ts';
import { refusal } from '../../../access/say.ts';
import { targetOf } from '../../../access/target.ts';
import type { Allowance } from '../../../kernel/allowance.ts';
import { type Claim, type CommandContext, defineCommand } from '../../../kernel/define-command.ts';
import { Instant, prose } from '../../../kernel/fields.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { assertTransition } from '../../../kernel/state-machine.ts';
import type { ReadTx } from '../../../kernel/transaction.ts';
import { person } from '../../people/schema.ts';
import { incidentError } from '../errors.ts';
import { ACTION_GIVEN, OF_A_DRILL, record } from '../events.ts';
import { investigationError } from '../investigation-errors.ts';
import { nextReminderAt } from '../rules/reminders.ts';
import { type Incident, incident, incidentEvent } from '../schema.ts';
import {
  ACTION_KINDS,
  type ActionState,
  actionTransitions,
  type IncidentAction,
  incidentAction,
} from '../schema/action.ts';
import { NOTES } from './allows.ts';
import { nameOf } from './shared.ts';

export const ACTIONS_OF_AN_INCIDENT_MAX = 200;
/** An event's parameter holds so much. */
const TEXT_IN_EVENT = 200;

const Kind = z.enum(ACTION_KINDS);
const { text } = incidentAction.schema.shape;
const sets = (...fields: (keyof IncidentAction)[]): readonly Allowance[] => [
  { entity: incidentAction, patch: fields },
  ...NOTES,
];
const STATE = ['state', 'stateAt', 'stateById', 'stateByName', 'outcome'] as const;
const writes = [incidentAction, incidentEvent];

/** Asks somebody, or nobody yet, to do something about an incident. */
export const addAction = defineCommand({
  name: 'incidents.addAction',
  feature: 'incidents.handle',
  input: z.object({
    id: RecordId,
    actionKind: Kind.default('corrective'),
    text,
    ownerId: RecordId.nullable().default(null),
    dueAt: Instant.nullable().default(null),
  }),
  writes,
  allows: [{ entity: incidentAction, insert: true }, ...NOTES],
  label: (input) => ({
    key: 'incidents.addAction.label',
    params: { action: input.text.slice(0, TEXT_IN_EVENT) },
  }),
  target: ({ tx }, { id }) => targetOf(incident, tx.mustGet(incident, id)),
  run(context, input) {
    const { tx, now, newId, actor } = context;
    const about = tx.mustGet(incident, input.id);
    mustNotBeClosed(about);
    if (tx.find(incidentAction, { incidentId: about.id }).length >= ACTIONS_OF_AN_INCIDENT_MAX)
      throw investigationError('too-many-actions', { max: ACTIONS_OF_AN_INCIDENT_MAX });
    const by = nameOf(actor);
    const made = tx.insert(incidentAction, {
      id: newId(),
      siteId: about.siteId,
      incidentId: about.id,
      actionKind: input.actionKind,
      code: null,
      text: input.text,
      ...ownerOf(tx, input.ownerId),
      dueAt: input.dueAt,
      state: 'open',
      stateAt: now,
      stateById: actor.id,
      stateByName: by,
      outcome: '',
      madeAt: now,
      madeByName: by,
      remindedAt: null,
      reminders: 0,
    });
    tell(context, made, made.ownerId === null ? 'incidents.event.actionAdded' : ACTION_GIVEN);
    return { id: about.id, actionId: made.id };
  },
});

/** Changes what is asked, of whom and by when. Only what is given is set. */
export const changeAction = defineCommand({
  name: 'incidents.changeAction',
  feature: 'incidents.handle',
  input: z.object({
    actionId: RecordId,
    actionKind: Kind.optional(),
    text: text.optional(),
    ownerId: RecordId.nullable().optional(),
    dueAt: Instant.nullable().optional(),
  }),
  writes,
  allows: sets('actionKind', 'text', 'ownerId', 'ownerName', 'dueAt', 'reminders'),
  label: () => ({ key: 'incidents.changeAction.label' }),
  target: onAction,
  run(context, { actionId, actionKind, text: asked, ownerId, dueAt }) {
    const { tx } = context;
    const before = tx.mustGet(incidentAction, actionId);
    mustBe(before, 'open');
    const after = tx.patch(incidentAction, actionId, {
      ...(actionKind === undefined ? {} : { actionKind }),
      ...(asked === undefined ? {} : { text: asked }),
      ...(ownerId === undefined ? {} : ownerOf(tx, ownerId)),
      // Another day: whoever handles it need not hear of the former one again.
      ...(dueAt === undefined || dueAt === before.dueAt ? {} : { dueAt, reminders: 0 }),
    });
    const isGiven = after.ownerId !== null && after.ownerId !== before.ownerId;
    tell(context, after, isGiven ? ACTION_GIVEN : 'incidents.event.actionChanged');
    return { id: before.incidentId, actionId };
  },
});

/** Its owner says that it is done, or somebody who handles the incident. */
export const completeAction = defineCommand({
  name: 'incidents.completeAction',
  feature: 'comments.write',
  input: z.object({ actionId: RecordId, outcome: prose(5_000).default('') }),
  writes,
  allows: sets(...STATE),
  label: () => ({ key: 'incidents.completeAction.label' }),
  target: onAction,
  run(context, { actionId, outcome }) {
    assertMayComplete(context.actor, context.tx.mustGet(incidentAction, actionId).ownerId);
    return move(context, { actionId, to: 'done', outcome, labelKey: 'incidents.event.actionDone' });
  },
  check: onlyWho(({ before, after }, { actor }) => {
    if (after['state'] === 'done') assertMayComplete(actor, before['ownerId']);
  }),
});

/** INC-30: that it was done, and that it helps, is said by somebody else than who owns it or did it. */
export const verifyAction = defineCommand({
  name: 'incidents.verifyAction',
  feature: 'incidents.handle',
  input: z.object({ actionId: RecordId, outcome: prose(5_000).default('') }),
  writes,
  allows: sets(...STATE),
  label: () => ({ key: 'incidents.verifyAction.label' }),
  target: onAction,
  run(context, { actionId, outcome }) {
    const before = context.tx.mustGet(incidentAction, actionId);
    assertOther(context.actor, before);
    const said = outcome === '' ? before.outcome : outcome;
    return move(context, {
      actionId,
      to: 'verified',
      outcome: said,
      labelKey: 'incidents.event.actionVerified',
    });
  },
  check: onlyWho(({ before, after }, { actor }) => {
    if (after['state'] === 'verified') assertOther(actor, before);
  }),
});

export const cancelAction = defineCommand({
  name: 'incidents.cancelAction',
  feature: 'incidents.handle',
  input: z.object({ actionId: RecordId, reason: prose(2_000).min(1, 'Say why it is given up.') }),
  writes,
  allows: sets(...STATE),
  label: () => ({ key: 'incidents.cancelAction.label' }),
  target: onAction,
  run: (context, { actionId, reason }) =>
    move(context, {
      actionId,
      to: 'cancelled',
      outcome: reason,
      labelKey: 'incidents.event.actionCancelled',
    }),
});

/** It does not hold, or is to be done after all. */
export const reopenAction = defineCommand({
  name: 'incidents.reopenAction',
  feature: 'incidents.handle',
  input: z.object({ actionId: RecordId, reason: prose(2_000).min(1, 'Say why it is opened again.') }),
  writes,
  allows: sets(...STATE, 'reminders'),
  label: () => ({ key: 'incidents.reopenAction.label' }),
  target: onAction,
  run(context, { actionId, reason }) {
    const { tx } = context;
    mustNotBeClosed(tx.mustGet(incident, tx.mustGet(incidentAction, actionId).incidentId));
    tx.patch(incidentAction, actionId, { reminders: 0 });
    return move(context, {
      actionId,
      to: 'open',
      outcome: reason,
      labelKey: 'incidents.event.actionReopened',
    });
  },
});

/** Timer: it is due soon, due, or still overdue. */
export const remindOfAction = defineCommand({
  name: 'incidents.remindOfAction',
  feature: 'incidents.handle',
  system: true,
  input: z.object({ actionId: RecordId }),
  writes,
  allows: sets('remindedAt', 'reminders'),
  label: () => ({ key: 'incidents.remindOfAction.label' }),
  target: onAction,
  run(context, { actionId }) {
    const { tx, now } = context;
    const before = tx.mustGet(incidentAction, actionId);
    const at = nextReminderAt(before);
    if (at === undefined || at > now || before.dueAt === null) return { id: before.incidentId, actionId };
    tx.patch(incidentAction, actionId, { remindedAt: now, reminders: before.reminders + 1 });
    const isOverdue = before.dueAt <= now;
    const about = tx.mustGet(incident, before.incidentId);
    record(context, about, {
      type: 'reminded',
      labelKey: isOverdue ? 'incidents.event.actionOverdue' : 'incidents.event.actionDueSoon',
      labelParams: { ...paramsOf(before, about), reminders: before.reminders },
    });
    return { id: before.incidentId, actionId };
  },
});

function onAction({ tx }: { readonly tx: ReadTx }, { actionId }: { readonly actionId: RecordId }) {
  const { incidentId } = tx.mustGet(incidentAction, actionId);
  return targetOf(incident, tx.mustGet(incident, incidentId));
}

type Move = {
  readonly actionId: RecordId;
  readonly to: ActionState;
  readonly outcome: string;
  readonly labelKey: string;
};

function move(context: CommandContext, { actionId, to, outcome, labelKey }: Move) {
  const { tx, now, actor } = context;
  const before = tx.mustGet(incidentAction, actionId);
  assertTransition(actionTransitions, before.state, to);
  const after = tx.patch(incidentAction, actionId, {
    state: to,
    stateAt: now,
    stateById: actor.id,
    stateByName: nameOf(actor),
    outcome,
  });
  tell(context, after, labelKey, outcome === '' ? null : outcome);
  return { id: before.incidentId, actionId };
}

function tell(context: CommandContext, action: IncidentAction, labelKey: string, said: string | null = null) {
  const about = context.tx.mustGet(incident, action.incidentId);
  record(context, about, { type: 'action', labelKey, labelParams: paramsOf(action, about), text: said });
}

function paramsOf(action: IncidentAction, { isDrill }: Pick<Incident, 'isDrill'>) {
  return {
    action: action.text.slice(0, TEXT_IN_EVENT).toWellFormed(),
    actionId: action.id,
    owner: action.ownerName ?? '',
    ...(isDrill === true ? { [OF_A_DRILL]: 1 } : {}),
  };
}

function ownerOf(tx: ReadTx, ownerId: RecordId | null): Pick<IncidentAction, 'ownerId' | 'ownerName'> {
  if (ownerId === null) return { ownerId, ownerName: null };
  const owner = tx.mustGet(person, ownerId);
  if (owner.active) return { ownerId, ownerName: owner.name };
  throw incidentError('person-not-active', { name: owner.name }, { field: 'ownerId' });
}

function mustBe({ state }: IncidentAction, wanted: ActionState): void {
  if (state === wanted) return;
  throw investigationError('action-over', { state });
}

function mustNotBeClosed(about: Incident): void {
  if (about.stage !== 'closed') return;
  throw incidentError('not-open', { number: about.number, stage: about.stage });
}

function assertMayComplete(actor: Actor, ownerId: unknown): void {
  if (ownerId !== actor.id && !may(actor, 'incidents.handle').allowed) {
    throw refusal(actor, 'incidents.handle', null);
  }
}

function assertOther(actor: Actor, before: { readonly [field: string]: unknown }): void {
  if (before['ownerId'] !== actor.id && before['stateById'] !== actor.id) return;
  throw investigationError('verified-by-owner');
}

type Write = { readonly before: Fields; readonly after: Fields };
type Fields = { readonly [field: string]: unknown };

/** The same question asked by the server, of every action that a console says it changed. */
function onlyWho(ask: (write: Write, claim: Claim) => void): (claim: Claim) => void {
  return (claim) => {
    for (const { kind, before, after } of claim.writes) {
      if (kind === incidentAction.kind && before !== undefined && after !== undefined) {
        ask({ before, after }, claim);
      }
    }
  };
}
