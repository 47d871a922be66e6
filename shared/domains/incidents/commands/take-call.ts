import { z } from 'zod';
import { type CommandContext, defineCommand } from '../../../kernel/define-command.ts';
import { RecordId } from '../../../kernel/ids.ts';
import type { ReadTx } from '../../../kernel/transaction.ts';
import { callError } from '../call-errors.ts';
import { record } from '../events.ts';
import { type CallIntent, intentOf, titleAt } from '../rules/incoming-call.ts';
import { policyFor } from '../rules/policy.ts';
import { type Incident, incident } from '../schema.ts';
import { type IncidentCall, incidentCall } from '../schema/call.ts';
import { incidentEscalation } from '../schema/escalation.ts';
import { ANY_TYPE } from '../schema/policy.ts';
import { isOpen } from '../states.ts';
import { acknowledge } from './acknowledge.ts';
import { ACKNOWLEDGES, REPORTS, together } from './allows.ts';
import { report, ReportInput, reportIncident } from './report.ts';
import { placeOf } from './shared.ts';

type Taken = Pick<IncidentCall, 'outcome' | 'incidentId'>;
const REFUSED: Taken = { outcome: 'refused', incidentId: null };

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
  writes: [...report.writes, incidentCall],
  allows: together(REPORTS, ACKNOWLEDGES, [
    { entity: incidentCall, patch: ['handledAt', 'outcome', 'incidentId'] },
  ]),
  label: () => ({ key: 'incidents.takeCall.label' }),
  target: ({ tx }, { id }) => tx.mustGet(incidentCall, id).siteId,
  check(claim) {
    acknowledge.check?.(claim);
    const [call, ...others] = claim.writes.filter(({ kind }) => kind === incidentCall.kind);
    const isTaken = call?.before?.['handledAt'] === null && call.after?.['handledAt'] !== null;
    if (!isTaken || others.length > 0) throw callError('no-call');
  },
  run(context, { id }) {
    const { tx, now } = context;
    const call = tx.mustGet(incidentCall, id);
    if (call.handledAt !== null) return { id };
    const taken = take(context, call, intentOf(call));
    tx.patch(incidentCall, id, { handledAt: now, ...taken });
    return { id };
  },
});

function take(context: CommandContext, call: IncidentCall, intent: CallIntent): Taken {
  if (intent.what === 'nothing') return REFUSED;
  if (intent.what === 'acknowledge') return acknowledgeBy(context, call, intent.number);
  const { policy } = placeOf(context, { siteId: call.siteId, type: 'other' });
  const isOfUnknowns = policyFor(context.tx, context.site, ANY_TYPE).takesUnknownReports;
  if (!(call.claimedId === null ? isOfUnknowns : call.mayReport)) return REFUSED;
  const severity = policy.defaultSeverity ?? 'high';
  const title = titleAt(context.site.code, call.said);
  const said = { title, description: call.said, severity };
  const { id } = reportIncident(context, ReportInput.parse(said));
  tell(context, { id, siteId: call.siteId }, call, 'incidents.event.reportedByCall');
  return { outcome: 'reported', incidentId: id };
}

function acknowledgeBy(context: CommandContext, call: IncidentCall, number: string | null): Taken {
  const about = call.claimedId === null ? undefined : incidentMeant(context.tx, call, number);
  if (about === undefined || !call.mayAcknowledge || !isOpen(about.stage)) return REFUSED;
  acknowledge.run(context, { id: RecordId.parse(about.id), response: `☎ ${call.claimedName}` });
  tell(context, about, call, 'incidents.event.acknowledgedByCall');
  return { outcome: 'acknowledged', incidentId: about.id };
}

/** The one that is named, else the one for which that person was called last. */
function incidentMeant(
  tx: ReadTx,
  { siteId, claimedId }: IncidentCall,
  number: string | null,
): Incident | undefined {
  if (number === null) {
    const [last] = tx
      .find(incidentEscalation, { siteId, isActive: true })
      .filter(({ calledIds }) => claimedId !== null && calledIds.includes(claimedId))
      .toSorted((a, b) => (a.at < b.at ? 1 : -1));
    return last === undefined ? undefined : tx.get(incident, last.incidentId);
  }
  const found = /^\d+$/.test(number)
    ? tx.find(incident, { siteId, runningNumber: Number(number) })
    : tx.find(incident, { number, siteId });
  const open = found.filter(({ stage }) => isOpen(stage));
  // Numbers begin anew each year, and at each console of a site: what two have is nobody's.
  return open.length === 1 ? open[0] : undefined;
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
