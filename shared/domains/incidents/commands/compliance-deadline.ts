import { z } from 'zod';
import { type CommandContext, defineCommand } from '../../../kernel/define-command.ts';
import { msOf } from '../../../kernel/clock.ts';
import { RecordId } from '../../../kernel/ids.ts';
import type { ReadTx } from '../../../kernel/transaction.ts';
import { record } from '../events.ts';
import { isAssessment } from '../rules/assessment.ts';
import { isOwed } from '../rules/duty-state.ts';
import { incident, incidentEvent } from '../schema.ts';
import { type ComplianceEntry, complianceEntry } from '../schema/compliance.ts';
import { NOTES } from './allows.ts';
import { tellOfAssessment } from './ask-assessment.ts';
import { HOUR_MS } from '../../../kernel/durations.ts';

const onEntry = ({ tx }: { readonly tx: ReadTx }, input: { readonly id: RecordId }) =>
  tx.mustGet(complianceEntry, input.id).siteId;

/** INC-43: the deadline towards an authority comes near. */
export const remindDuty = defineCommand({
  name: 'incidents.remindDuty',
  feature: 'incidents.regulate',
  system: true,
  input: z.object({ id: RecordId }),
  writes: [complianceEntry, incidentEvent],
  allows: [{ entity: complianceEntry, patch: ['remindedAt'] }, ...NOTES],
  label: () => ({ key: 'incidents.remindDuty.label' }),
  target: onEntry,
  run(context, { id }) {
    const { tx, now } = context;
    const entry = tx.mustGet(complianceEntry, id);
    if (!isOwed(entry) || entry.reportDueAt === null) return { id };
    tx.patch(complianceEntry, id, { remindedAt: now });
    // Past its end the deadline speaks for itself.
    if (now < entry.reportDueAt) {
      const hours = Math.round((msOf(entry.reportDueAt) - msOf(now)) / HOUR_MS);
      tell(context, entry, 'Near', { hours });
    }
    return { id };
  },
});

/** INC-43: it passed, and nobody has recorded a report. */
export const markDutyOverdue = defineCommand({
  name: 'incidents.markDutyOverdue',
  feature: 'incidents.regulate',
  system: true,
  input: z.object({ id: RecordId }),
  writes: [complianceEntry, incidentEvent],
  allows: [{ entity: complianceEntry, patch: ['overdueAt'] }, ...NOTES],
  label: () => ({ key: 'incidents.markDutyOverdue.label' }),
  target: onEntry,
  run(context, { id }) {
    const { tx, now } = context;
    const entry = tx.mustGet(complianceEntry, id);
    if (!isOwed(entry) || entry.reportDueAt === null || now < entry.reportDueAt) return { id };
    tx.patch(complianceEntry, id, { overdueAt: now });
    tell(context, entry, 'Overdue', {});
    return { id };
  },
});

function tell(
  context: CommandContext,
  entry: ComplianceEntry,
  what: 'Near' | 'Overdue',
  params: { readonly hours?: number },
): void {
  const id = RecordId.parse(entry.incidentId);
  if (isAssessment(entry)) {
    const about = context.tx.mustGet(incident, id);
    tellOfAssessment(context, about, entry, `incidents.event.assessment${what}`, params);
    return;
  }
  const { siteId, requirement, authority } = entry;
  record(
    context,
    { id, siteId },
    {
      type: 'compliance',
      labelKey: `incidents.event.duty${what}`,
      labelParams: { requirement, authority, ...params },
    },
  );
}
