import { z } from 'zod';
import { targetOf } from '../../../access/target.ts';
import type { StoredRecord } from '../../../kernel/define-entity.ts';
import { type Claim, type CommandContext, defineCommand } from '../../../kernel/define-command.ts';
import { type DomainError, isDomainError } from '../../../kernel/errors.ts';
import { prose } from '../../../kernel/fields.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { assertTransition } from '../../../kernel/state-machine.ts';
import { incidentError } from '../errors.ts';
import { APPROVAL, record } from '../events.ts';
import { obstacleToDeciding } from '../rules/approvals.ts';
import { type Incident, incident, incidentEvent } from '../schema.ts';
import { type IncidentApproval, incidentApproval } from '../schema/approval.ts';
import { incidentAcknowledgement, incidentEscalation } from '../schema/escalation.ts';
import { stageTransitions } from '../states.ts';
import { CLOSES, DECIDES, ENDS_APPROVALS, ENDS_LADDER, NOTES, RESOLVES, sets } from './allows.ts';
import { APPROVES } from './ask-approval.ts';
import { assertMovable, makeMove, type Move } from './moves.ts';
import { nameOf, onIncident, Reason } from './shared.ts';

const MOVES = [
  incident,
  incidentEvent,
  incidentEscalation,
  incidentAcknowledgement,
  incidentApproval,
] as const;

/**
 * Yes to what somebody asked for. At the incident's site it is moved at once; said elsewhere, it is on its way until
 * the home site has it and makes the move (INC-80).
 */
export const approve = defineCommand({
  name: 'incidents.approve',
  feature: APPROVES,
  input: z.object({ id: RecordId, approvalId: RecordId, note: Reason.default('') }),
  writes: MOVES,
  allows: [...sets(RESOLVES, CLOSES), ...ENDS_LADDER, ...DECIDES],
  label: () => ({ key: 'incidents.approve.label' }),
  target: onIncident,
  check(claim) {
    const decided = decidedIn(claim, 'approved');
    onlyMovedAs(claim, decided);
    const isElsewhere = claim.writes.some(
      ({ kind, before }) => kind === incident.kind && before?.siteId !== claim.site.id,
    );
    if (isElsewhere) throw incidentError('move-not-approved');
  },
  run(context, { id, approvalId, note }) {
    const { tx, now, site } = context;
    const before = tx.mustGet(incident, id);
    const asked = decidable(context, before, approvalId);
    if (before.severity === 'critical') context.urgent();
    const isHome = site.id === before.siteId;
    if (isHome) assertMovable(context, before, moveOf(asked));
    else assertTransition(stageTransitions, before.stage, asked.move);
    decide(context, asked, { decision: 'approved', note });
    tell(context, before, { asked, labelKey: isHome ? APPROVAL.given : APPROVAL.givenElsewhere, text: note });
    if (isHome) {
      tx.patch(incidentApproval, asked.id, { endedAt: now, endedBecause: 'made' });
      makeMove(context, before, moveOf(asked));
    }
    return { id, isOnItsWay: !isHome };
  },
});

/** No, and why. */
export const refuseApproval = defineCommand({
  name: 'incidents.refuseApproval',
  feature: APPROVES,
  input: z.object({
    id: RecordId,
    approvalId: RecordId,
    reason: prose(2_000).min(1, 'Say why, for whoever asked.'),
  }),
  writes: [incidentEvent, incidentApproval],
  allows: [...NOTES, ...DECIDES],
  label: () => ({ key: 'incidents.refuseApproval.label' }),
  target: onIncident,
  check(claim) {
    decidedIn(claim, 'refused');
  },
  run(context, { id, approvalId, reason }) {
    const { tx, now } = context;
    const before = tx.mustGet(incident, id);
    const asked = decidable(context, before, approvalId);
    decide(context, asked, { decision: 'refused', note: reason });
    tx.patch(incidentApproval, asked.id, { endedAt: now, endedBecause: 'refused' });
    tell(context, before, { asked, labelKey: APPROVAL.refused, text: reason });
    return { id };
  },
});

/** Whoever asked wants it no more. */
export const withdrawApproval = defineCommand({
  name: 'incidents.withdrawApproval',
  feature: 'incidents.handle',
  input: z.object({ id: RecordId, approvalId: RecordId }),
  writes: [incidentEvent, incidentApproval],
  allows: [...NOTES, ...ENDS_APPROVALS],
  label: () => ({ key: 'incidents.withdrawApproval.label' }),
  target: onIncident,
  check({ actor, writes }) {
    for (const { kind, before } of writes) {
      if (kind === incidentApproval.kind && before?.['askedById'] !== actor.id)
        throw incidentError('approval-of-another');
    }
  },
  run(context, { id, approvalId }) {
    const { tx, now, actor } = context;
    const before = tx.mustGet(incident, id);
    const asked = approvalOf(context, before, approvalId);
    if (asked.endedAt !== null) throw incidentError('approval-over');
    if (asked.askedById !== actor.id) throw incidentError('approval-of-another');
    tx.patch(incidentApproval, asked.id, { endedAt: now, endedBecause: 'withdrawn' });
    tell(context, before, { asked, labelKey: APPROVAL.withdrawn, text: '' });
    return { id };
  },
});

/** Timer of the home site: one that was given at another site has arrived, and the move is made if it still can be. */
export const makeApprovedMove = defineCommand({
  name: 'incidents.makeApprovedMove',
  feature: 'incidents.handle',
  system: true,
  input: z.object({ id: RecordId }),
  writes: MOVES,
  allows: [...sets(RESOLVES, CLOSES), ...ENDS_LADDER, ...ENDS_APPROVALS],
  label: () => ({ key: 'incidents.makeApprovedMove.label' }),
  target: ({ tx }, { id }) =>
    targetOf(incident, tx.mustGet(incident, tx.mustGet(incidentApproval, id).incidentId)),
  check(claim) {
    const approved = approvalsIn(claim).find(
      ({ before }) => before['decision'] === 'approved' && before['endedAt'] === null,
    );
    onlyMovedAs(claim, approved?.before);
  },
  run(context, { id }) {
    const { tx, now } = context;
    const approved = tx.mustGet(incidentApproval, id);
    if (approved.endedAt !== null || approved.decision !== 'approved') return { id };
    const before = tx.mustGet(incident, approved.incidentId);
    const obstacle = obstacleTo(context, before, moveOf(approved));
    tx.patch(incidentApproval, id, {
      endedAt: now,
      endedBecause: obstacle === undefined ? 'made' : 'impossible',
    });
    if (obstacle === undefined) {
      makeMove(context, before, moveOf(approved), { approvedBy: approved.decidedByName ?? '' });
    } else tell(context, before, { asked: approved, labelKey: APPROVAL.failed, text: obstacle.message });
    return { id };
  },
});

function decide(
  { tx, now, actor }: CommandContext,
  { id }: IncidentApproval,
  said: Pick<IncidentApproval, 'note'> & { readonly decision: 'approved' | 'refused' },
): void {
  tx.patch(incidentApproval, id, {
    ...said,
    decidedAt: now,
    decidedById: actor.id,
    decidedByName: nameOf(actor),
  });
}

type Told = { readonly asked: IncidentApproval; readonly labelKey: string; readonly text: string };

function tell(context: CommandContext, about: Incident, { asked, labelKey, text }: Told): void {
  record(context, about, {
    type: 'approval',
    labelKey,
    labelParams: { to: asked.move, approvalId: asked.id, by: asked.askedByName },
    text: text || null,
  });
}

function approvalOf({ tx }: CommandContext, about: Incident, approvalId: string): IncidentApproval {
  const asked = tx.mustGet(incidentApproval, approvalId);
  if (asked.incidentId !== about.id) throw incidentError('unseen');
  return asked;
}

function decidable(context: CommandContext, about: Incident, approvalId: string): IncidentApproval {
  const asked = approvalOf(context, about, approvalId);
  const { actor } = context;
  const obstacle = obstacleToDeciding(asked, actor.type === 'person' ? actor : undefined);
  if (obstacle !== undefined) throw obstacle;
  return asked;
}

function moveOf({ move, text, rootCause, correctiveAction, noActionBecause }: IncidentApproval): Move {
  return { move, text, rootCause, correctiveAction, noActionBecause };
}

function obstacleTo(context: CommandContext, before: Incident, asked: Move): DomainError | undefined {
  try {
    assertMovable(context, before, asked);
    return undefined;
  } catch (error) {
    if (isDomainError(error)) return error;
    throw error;
  }
}

type ApprovalWrite = { readonly before: StoredRecord; readonly after: StoredRecord };

function approvalsIn({ writes }: Pick<Claim, 'writes'>): ApprovalWrite[] {
  return writes.flatMap(({ kind, before, after }) =>
    kind === incidentApproval.kind && before !== undefined && after !== undefined ? [{ before, after }] : [],
  );
}

/** Asked by the server: one approval is decided, by somebody who may, on what was asked for. */
function decidedIn(claim: Claim, decision: 'approved' | 'refused'): IncidentApproval {
  const [one, ...others] = approvalsIn(claim).filter(
    ({ before, after }) => before['decision'] !== after['decision'],
  );
  if (one === undefined || others.length > 0 || one.after['decision'] !== decision)
    throw incidentError('move-not-approved');
  const asked = incidentApproval.schema.parse(one.before);
  const obstacle = obstacleToDeciding(asked, claim.actor.type === 'person' ? claim.actor : undefined);
  if (obstacle !== undefined) throw obstacle;
  return asked;
}

/** Asked by the server: the incident stays in its stage, or goes where the approval says. */
function onlyMovedAs({ writes }: Claim, approved: { readonly [field: string]: unknown } | undefined): void {
  for (const { kind, id, before, after } of writes) {
    if (kind !== incident.kind || before?.['stage'] === after?.['stage']) continue;
    if (id !== approved?.['incidentId'] || after?.['stage'] !== approved['move'])
      throw incidentError('move-not-approved');
  }
}
