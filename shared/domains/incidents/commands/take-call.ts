import { z } from 'zod';
import { type CommandContext, defineCommand } from '../../../kernel/define-command.ts';
import { RecordId } from '../../../kernel/ids.ts';
import type { ReadTx } from '../../../kernel/transaction.ts';
import { callError } from '../call-errors.ts';
import { record } from '../events.ts';
import { type CallIntent, intentOf, titleAt } from '../rules/incoming-call.ts';
import { policyFor } from '../rules/policy.ts';
import { type Incident, incident } from '../schema.ts';
import { callRefusal, type IncidentCall, incidentCall, type Refusal } from '../schema/call.ts';
import { calledAt, stepFrom } from '../rules/called.ts';
import { incidentEscalation } from '../schema/escalation.ts';
import { ANY_TYPE } from '../schema/policy.ts';
import { isOpen } from '../states.ts';
import { acknowledge } from './acknowledge.ts';
import { ACKNOWLEDGES, REPORTS, together } from './allows.ts';
import { report, ReportInput, reportIncident } from './report.ts';
import { placeOf } from './shared.ts';

type Taken = Pick<IncidentCall, 'outcome' | 'incidentId' | 'refusedBecause'>;

/**
 * Timer: a call or text message has arrived at the site that it concerns. It becomes an incident, or acknowledges
 * one, by the program itself; whose number it was is written beside it, and is nobody's signature.
 */
export const takeCall = defineCommand({
  name: 'incidents.takeCall',
  feature: 'incidents.report',
  lane: 0,
  system: true,
  input: z.object({ id: RecordId }),
  writes: [...report.writes, incidentCall, callRefusal],
  allows: together(REPORTS, ACKNOWLEDGES, [
    { entity: incidentCall, patch: ['handledAt', 'outcome', 'incidentId', 'refusedBecause'] },
    { entity: callRefusal, insert: true },
  ]),
  label: () => ({ key: 'incidents.takeCall.label' }),
  target: ({ tx }, { id }) => tx.mustGet(incidentCall, id).siteId,
  check(claim) {
    acknowledge.check?.(claim);
    const [call, ...others] = claim.writes.filter(({ kind }) => kind === incidentCall.kind);
    const isTaken = call?.before?.['handledAt'] === null && call.after?.['handledAt'] !== null;
    if (!isTaken || others.length > 0) throw callError('no-call');
    const refusals = claim.writes.filter(({ kind }) => kind === callRefusal.kind);
    const isOfCall = refusals.every(({ after }) => after?.['callId'] === call.id);
    if (refusals.length > 1 || !isOfCall) throw callError('no-call');
  },
  run(context, { id }) {
    const { tx, now } = context;
    const call = tx.mustGet(incidentCall, id);
    if (call.handledAt !== null) return { id };
    const taken = take(context, call, intentOf(call));
    tx.patch(incidentCall, id, { handledAt: now, ...taken });
    if (taken.outcome === 'refused') tellOfRefusal(context, call);
    return { id };
  },
});

/** INC-84: those are told who would be called first. */
function tellOfRefusal(context: CommandContext, { id: callId, siteId }: IncidentCall): void {
  const { tx, now, newId } = context;
  const { site, policy } = placeOf(context, { siteId, type: 'other' });
  const { called } = stepFrom(1, (level) => calledAt(tx, level, { site, policy, now }));
  const toldIds = called.people.map(({ id }) => id);
  const profiles = called.by === 'rota' ? [] : [...called.profiles];
  tx.insert(callRefusal, { id: newId(), siteId, callId, at: now, toldIds, profiles });
}

function refused(refusedBecause: Refusal): Taken {
  return { outcome: 'refused', incidentId: null, refusedBecause };
}

function take(context: CommandContext, call: IncidentCall, intent: CallIntent): Taken {
  if (intent.what === 'nothing') return refused('not-understood');
  if (intent.what === 'acknowledge') return acknowledgeBy(context, call, intent.number);
  const { policy } = placeOf(context, { siteId: call.siteId, type: 'other' });
  if (call.claimedId === null) {
    const isTaken = policyFor(context.tx, context.site, ANY_TYPE).takesUnknownReports;
    if (!isTaken) return refused('unknown-not-taken');
  } else if (!call.mayReport) return refused('may-not-report');
  const severity = policy.defaultSeverity ?? 'high';
  const title = titleAt(context.site.code, call.said);
  const said = { title, description: call.said, severity };
  const { id } = reportIncident(context, ReportInput.parse(said));
  tell(context, { id, siteId: call.siteId }, call, 'incidents.event.reportedByCall');
  return { outcome: 'reported', incidentId: id };
}

function acknowledgeBy(context: CommandContext, call: IncidentCall, number: string | null): Taken {
  if (call.claimedId === null) return refused('unknown-acknowledges');
  if (!call.mayAcknowledge) return refused('may-not-acknowledge');
  const about = incidentMeant(context.tx, call, number);
  if (typeof about === 'string') return refused(about);
  acknowledge.run(context, { id: RecordId.parse(about.id), response: `☎ ${call.claimedName}` });
  tell(context, about, call, 'incidents.event.acknowledgedByCall');
  return { outcome: 'acknowledged', incidentId: about.id };
}

/** The open one that is named, else the one for which that person was called last; or why there is none. */
function incidentMeant(
  tx: ReadTx,
  { siteId, claimedId }: IncidentCall,
  number: string | null,
): Incident | Refusal {
  if (number === null) {
    const [last] = tx
      .find(incidentEscalation, { siteId, isActive: true })
      .filter(({ calledIds }) => claimedId !== null && calledIds.includes(claimedId))
      .toSorted((a, b) => (a.at < b.at ? 1 : -1));
    const about = last === undefined ? undefined : tx.get(incident, last.incidentId);
    if (about === undefined) return 'not-called';
    return isOpen(about.stage) ? about : 'not-open';
  }
  const found = /^\d+$/.test(number)
    ? tx.find(incident, { siteId, runningNumber: Number(number) })
    : tx.find(incident, { number, siteId });
  const [first, ...others] = found.filter(({ stage }) => isOpen(stage));
  // Numbers begin anew each year, and at each console of a site: what two have is nobody's.
  if (others.length > 0) return 'number-twice';
  return first ?? (found.length > 0 ? 'not-open' : 'no-such-incident');
}

function tell(
  context: CommandContext,
  about: Pick<Incident, 'id' | 'siteId'>,
  { callKind, claimedId, claimedName, fromNumber }: IncidentCall,
  labelKey: string,
): void {
  const isKnown = claimedId !== null;
  record(context, about, {
    type: 'linked',
    labelKey: `${labelKey}${isKnown ? '' : 'Unknown'}.${callKind}`,
    labelParams: isKnown ? { name: claimedName } : { number: fromNumber },
  });
}
