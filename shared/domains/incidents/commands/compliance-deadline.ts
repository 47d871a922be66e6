import { z } from 'zod';
import { type CommandContext, defineCommand } from '../../../kernel/define-command.ts';
import { msOf } from '../../../kernel/clock.ts';
import { RecordId } from '../../../kernel/ids.ts';
import type { ReadTx } from '../../../kernel/transaction.ts';
import { record } from '../events.ts';
import { isOwed } from '../rules/duty-state.ts';
import { incidentEvent } from '../schema.ts';
import { type ComplianceEntry, complianceEntry } from '../schema/compliance.ts';
import { NOTES } from './allows.ts';
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
      tell(context, entry, 'incidents.event.dutyNear', { hours });
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
    tell(context, entry, 'incidents.event.dutyOverdue', {});
    return { id };
  },
});

function tell(
  context: CommandContext,
  { incidentId, siteId, requirement, authority }: ComplianceEntry,
  labelKey: string,
  params: { readonly hours?: number },
): void {
  record(
    context,
    { id: RecordId.parse(incidentId), siteId },
    { type: 'compliance', labelKey, labelParams: { requirement, authority, ...params } },
  );
}
