import { can, type PersonActor } from '../../../access/can.ts';
import { knownProfile } from '../../../access/roles.ts';
import { targetOf } from '../../../access/target.ts';
import type { Claim, CommandContext } from '../../../kernel/define-command.ts';
import { type Person, person } from '../../people/schema.ts';
import { incidentError } from '../errors.ts';
import { APPROVAL, record } from '../events.ts';
import { approvalAsked } from '../rules/approvals.ts';
import { sitesAnswering } from '../rules/called.ts';
import { type Incident, incident } from '../schema.ts';
import { incidentApproval } from '../schema/approval.ts';
import type { ApprovalRule } from '../schema/policy.ts';
import { assertMovable, makeMove, type Move } from './moves.ts';
import { nameOf, placeOf } from './shared.ts';

/** Who approves a move; everybody of these jobs who may. */
export const APPROVES = 'incidents.handle';

export type Moved = { readonly id: Incident['id']; readonly waitsForApproval: boolean };

/**
 * INC-78: moves an incident, or asks for the approval that the policy wants of another. Where nobody else could give
 * it, it is moved and the timeline says so: a rule that nobody can keep must not hold a crew up.
 */
export function moveOrAsk(context: CommandContext, before: Incident, asked: Move): Moved {
  const { tx, actor } = context;
  assertMovable(context, before, asked);
  const { severity } = before;
  const rule = approvalAsked(placeOf(context, before).policy, { severity, move: asked.move });
  if (rule === undefined) {
    makeMove(context, before, asked);
    return { id: before.id, waitsForApproval: false };
  }
  const waiting = tx.find(incidentApproval, { incidentId: before.id, endedAt: null });
  if (waiting.some(({ move }) => move === asked.move))
    throw incidentError('approval-waits', { number: before.number });
  if (approversOf(context, before, rule).every(({ id }) => id === actor.id)) {
    record(context, before, {
      type: 'approval',
      labelKey: APPROVAL.nobody,
      labelParams: { to: asked.move },
    });
    makeMove(context, before, asked);
    return { id: before.id, waitsForApproval: false };
  }
  ask(context, before, { asked, rule });
  return { id: before.id, waitsForApproval: true };
}

function ask(
  context: CommandContext,
  before: Incident,
  { asked, rule }: { readonly asked: Move; readonly rule: ApprovalRule },
): void {
  const { tx, now, newId, actor } = context;
  const made = tx.insert(incidentApproval, {
    id: newId(),
    siteId: before.siteId,
    incidentId: before.id,
    ...asked,
    profiles: [...rule.profiles],
    askedAt: now,
    askedById: actor.id,
    askedByName: nameOf(actor),
    decision: null,
    decidedAt: null,
    decidedById: null,
    decidedByName: null,
    note: '',
    endedAt: null,
    endedBecause: null,
  });
  record(context, before, {
    type: 'approval',
    labelKey: APPROVAL.asked,
    labelParams: { to: asked.move, approvalId: made.id },
    text: asked.text || null,
  });
}

/** Active people with one of the jobs, at its site and at offices, whose reach the incident is in. */
function approversOf({ tx }: CommandContext, about: Incident, { profiles }: ApprovalRule): Person[] {
  const target = targetOf(incident, about);
  return sitesAnswering(tx, about.siteId)
    .flatMap((siteId) =>
      profiles.flatMap((jobProfile) => tx.find(person, { siteId, jobProfile, active: true })),
    )
    .filter((one) => can(asActor(one), APPROVES, target).allowed);
}

/** A person as permission asks about them. */
function asActor(one: Person): PersonActor {
  return { ...one, type: 'person', jobProfile: knownProfile(one.jobProfile) };
}

/** Asked by the server: whoever asks for an approval has not given it in the same breath. */
export function onlyAsks({ writes }: Pick<Claim, 'writes'>): void {
  for (const { kind, op, after } of writes) {
    if (kind !== incidentApproval.kind || op !== 'insert') continue;
    const isOpen = after?.['decision'] === null && after['endedAt'] === null;
    if (!isOpen) throw incidentError('approved-by-asker');
  }
}
