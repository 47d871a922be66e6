import { z } from 'zod';
import { can } from '../../../access/can.ts';
import { refusal } from '../../../access/say.ts';
import { targetOf } from '../../../access/target.ts';
import { type Claim, type CommandContext, defineCommand } from '../../../kernel/define-command.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { incidentError } from '../errors.ts';
import { record } from '../events.ts';
import { resumed } from '../rules/clock.ts';
import { isPaused } from '../rules/pausing.ts';
import { type Incident, incident, incidentEvent } from '../schema.ts';
import { incidentApproval } from '../schema/approval.ts';
import { complianceEntry } from '../schema/compliance.ts';
import { incidentAcknowledgement, incidentEscalation } from '../schema/escalation.ts';
import { isOpen } from '../states.ts';
import { CALLS, ENDS_APPROVALS, ENDS_LADDER, LADDER, PAUSE, sets, STAGE } from './allows.ts';
import { DUTY_FIELDS, passAssessmentOn, takeAssessmentBack } from './ask-assessment.ts';
import { endApprovals } from './ending-approvals.ts';
import { restart, stopLadder } from './escalations.ts';
import { onIncident, placeOf } from './shared.ts';

/**
 * INC-36: one turned out to be the same as another, of its site or, at a console of an office, of any. It is resolved
 * with that one's number, its ladder and clock stop, and statistics leave it out; everything it has stays with it.
 */
export const merge = defineCommand({
  name: 'incidents.merge',
  feature: 'incidents.handle',
  input: z.object({ id: RecordId, intoId: RecordId }),
  writes: [
    incident,
    incidentEvent,
    incidentEscalation,
    incidentAcknowledgement,
    complianceEntry,
    incidentApproval,
  ],
  allows: [
    ...sets(STAGE, PAUSE, 'mergedIntoId', 'resolvedAt', 'resolution', 'acknowledgeDueAt'),
    ...ENDS_LADDER,
    ...ENDS_APPROVALS,
    { entity: complianceEntry, insert: true, patch: [...DUTY_FIELDS, 'withdrawnAt'] },
  ],
  label: () => ({ key: 'incidents.merge.label' }),
  target: onIncident,
  check: onlyWhatMayBeMerged,
  run(context, { id, intoId }) {
    const { tx, now } = context;
    const before = tx.mustGet(incident, id);
    const into = tx.mustGet(incident, intoId);
    assertMergeable(context, before, into);
    tx.patch(incident, id, { mergedIntoId: intoId });
    if (isOpen(before.stage)) {
      stopLadder(context, id, 'merged');
      tx.patch(incident, id, {
        stage: 'resolved',
        stageEnteredAt: now,
        progressedAt: now,
        resolvedAt: now,
        resolution: sameAs(into),
        acknowledgeDueAt: null,
        ...(isPaused(before) ? resumed(before, placeOf(context, before).hours, now) : {}),
      });
    }
    endApprovals(context, id, 'merged');
    passAssessmentOn(context, before, into);
    tellBoth(context, { before, into }, ['incidents.event.mergedInto', 'incidents.event.mergedFrom']);
    return { id };
  },
});

/** They were two after all. One that was resolved by being merged is open again, and its ladder waits where it stood. */
export const unmerge = defineCommand({
  name: 'incidents.unmerge',
  feature: 'incidents.handle',
  input: z.object({ id: RecordId }),
  writes: [incident, incidentEvent, incidentEscalation, incidentAcknowledgement, complianceEntry],
  allows: [
    ...sets(STAGE, PAUSE, LADDER, 'mergedIntoId', 'resolvedAt', 'resolution'),
    ...CALLS,
    { entity: complianceEntry, patch: ['withdrawnAt'] },
  ],
  label: () => ({ key: 'incidents.unmerge.label' }),
  target: onIncident,
  run(context, { id }) {
    const { tx, now } = context;
    const before = tx.mustGet(incident, id);
    const intoId = before.mergedIntoId ?? null;
    if (intoId === null) throw incidentError('not-merged', { number: before.number });
    if (before.stage === 'closed') throw incidentError('unmerged-when-closed', { number: before.number });
    const into = tx.get(incident, intoId);
    tx.patch(incident, id, { mergedIntoId: null });
    takeAssessmentBack(context, before);
    tellUnmerged(context, before, into);
    if (before.stage !== 'resolved' || !isSaidBy(before.resolution, into)) return { id };
    if (before.severity === 'critical') context.urgent();
    const again = tx.patch(incident, id, {
      stage: 'reopened',
      stageEnteredAt: now,
      progressedAt: now,
      resolvedAt: null,
      resolution: null,
      // Its clock goes on from where the merge stopped it.
      ...resumed({ ...before, clockPausedAt: before.resolvedAt }, placeOf(context, before).hours, now),
    });
    restart(context, again, 'incidents.event.ladderRestartedUnmerged');
    return { id };
  },
});

export function sameAs({ number }: Pick<Incident, 'number'>): string {
  return `${SAME_AS}${number}`;
}

const SAME_AS = 'Same as ';

/** That of another site need not be held here. */
function isSaidBy(resolution: string | null, into: Incident | undefined): boolean {
  return into === undefined ? (resolution ?? '').startsWith(SAME_AS) : resolution === sameAs(into);
}

/** Offices write at every site, the others at their own: the server takes nothing else from them. */
function isWrittenAt({ id, kind }: CommandContext['site'], { siteId }: Incident): boolean {
  return kind === 'office' || siteId === id;
}

function assertMergeable({ actor, site }: CommandContext, before: Incident, into: Incident): void {
  const target = targetOf(incident, into);
  if (!can(actor, 'incidents.handle', target).allowed) throw refusal(actor, 'incidents.handle', target);
  assertSame(site, before, into);
}

/** What must be so of both, whoever merges them. */
function assertSame(site: CommandContext['site'], before: Incident, into: Incident): void {
  const { number } = into;
  if (before.id === into.id) throw incidentError('merged-into-itself');
  if (!isWrittenAt(site, before) || !isWrittenAt(site, into))
    throw incidentError('merged-across-sites', { number });
  if ((before.mergedIntoId ?? null) !== null)
    throw incidentError('merged-already', { number: before.number });
  if ((into.mergedIntoId ?? null) !== null) throw incidentError('merged-into-merged', { number });
  if (before.stage === 'closed') throw incidentError('merged-when-closed', { number: before.number });
  if ((before.isDrill ?? false) !== (into.isDrill ?? false)) throw incidentError('merged-with-drill');
}

/** Asked by the server, of both as it knows them; the other one is that whose timeline tells of it. */
function onlyWhatMayBeMerged({ site, writes }: Claim): void {
  for (const { kind, before, after } of writes) {
    const intoId = after?.['mergedIntoId'] ?? null;
    if (kind !== incident.kind || before === undefined || intoId === null) continue;
    const told = writes.find(
      (one) =>
        one.kind === incidentEvent.kind && one.after?.['incidentId'] === intoId && one.whole !== undefined,
    );
    if (told?.whole === undefined) throw incidentError('unseen');
    assertSame(site, incident.schema.parse(before), incident.schema.parse(told.whole));
  }
}

/** Also who is at the other site, where this console and person may write there. */
function tellUnmerged(context: CommandContext, before: Incident, into: Incident | undefined): void {
  const { actor, site } = context;
  const mayTell =
    into !== undefined &&
    isWrittenAt(site, into) &&
    can(actor, 'incidents.handle', targetOf(incident, into)).allowed;
  if (mayTell) {
    tellBoth(context, { before, into }, ['incidents.event.unmergedFrom', 'incidents.event.unmerged']);
    return;
  }
  const number = into?.number ?? (before.resolution ?? '').replace(SAME_AS, '').slice(0, NUMBER_MAX);
  record(context, before, {
    type: 'merged',
    labelKey: 'incidents.event.unmergedFrom',
    labelParams: { number },
  });
}

const NUMBER_MAX = 40;

function tellBoth(
  context: CommandContext,
  { before, into }: { readonly before: Incident; readonly into: Incident },
  [atOne, atOther]: readonly [string, string],
): void {
  record(context, before, { type: 'merged', labelKey: atOne, labelParams: { number: into.number } });
  record(context, into, { type: 'merged', labelKey: atOther, labelParams: { number: before.number } });
}
