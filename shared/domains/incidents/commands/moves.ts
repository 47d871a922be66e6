import type { CommandContext } from '../../../kernel/define-command.ts';
import { assertTransition } from '../../../kernel/state-machine.ts';
import { record } from '../events.ts';
import { resumed } from '../rules/clock.ts';
import { isPaused } from '../rules/pausing.ts';
import { type Incident, incident } from '../schema.ts';
import type { IncidentApproval } from '../schema/approval.ts';
import { stageTransitions } from '../states.ts';
import { lessonsAtClosing } from './closing-stand.ts';
import { endApprovals } from './ending-approvals.ts';
import { stopLadder } from './escalations.ts';
import { placeOf } from './shared.ts';

/** A move as it was asked for. `text`: why, or what resolved it; the rest is for closing. */
export type Move = Pick<
  IncidentApproval,
  'move' | 'text' | 'rootCause' | 'correctiveAction' | 'noActionBecause'
>;

/** Throws where the incident can't be moved so, as it stands now. */
export function assertMovable({ tx }: Pick<CommandContext, 'tx'>, before: Incident, asked: Move): void {
  assertTransition(stageTransitions, before.stage, asked.move);
  if (asked.move === 'closed') lessonsAtClosing(tx, before, asked);
}

/** Moves it, with a line of the timeline; what else waited for an approval waits no longer. */
export function makeMove(
  context: CommandContext,
  before: Incident,
  asked: Move,
  { approvedBy }: { readonly approvedBy?: string } = {},
): void {
  const { tx, now } = context;
  assertMovable(context, before, asked);
  if (asked.move === 'resolved' && before.severity === 'critical') context.urgent();
  tx.patch(incident, before.id, {
    stage: asked.move,
    stageEnteredAt: now,
    progressedAt: now,
    ...settingsOf(context, before, asked),
  });
  if (asked.move === 'resolved') stopLadder(context, before.id, 'resolved');
  endApprovals(context, before.id, 'moved');
  record(context, before, {
    type: 'stage',
    labelKey: approvedBy === undefined ? 'incidents.event.stage' : 'incidents.event.stageApproved',
    labelParams: {
      from: before.stage,
      to: asked.move,
      ...(approvedBy === undefined ? {} : { approvedBy }),
    },
    text: asked.text || null,
  });
}

function settingsOf(context: CommandContext, before: Incident, asked: Move): Partial<Incident> {
  const { tx, now } = context;
  if (asked.move === 'closed') return { closedAt: now, ...lessonsAtClosing(tx, before, asked) };
  if (asked.move !== 'resolved') return {};
  return {
    resolvedAt: now,
    resolution: asked.text,
    acknowledgeDueAt: null,
    ...(isPaused(before) ? resumed(before, placeOf(context, before).hours, now) : {}),
  };
}
