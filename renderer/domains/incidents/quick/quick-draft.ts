import type { AttachedFile } from '#shared/domains/incidents/attach.ts';
import type { IncidentType } from '#shared/domains/incidents/schema.ts';
import { assert } from '#shared/kernel/assert.ts';
import type { CommandInput } from '#renderer/shell/api/use-command.ts';
import { ReportDraftSchema } from '../report-draft.ts';
import type { QuickValues } from './quick-fields.tsx';

export const QUICK_REPORT_DRAFT = 'incidents.quickReport';
/** Nobody is asked for a type while it happens. */
export const QUICK_TYPE = 'other' satisfies IncidentType;
export const QUICK_FIELDS: readonly string[] = ['title', 'severity', 'place'];

/** Checked as the whole report is, of which these are the fields that are asked. */
export const QuickSchema = ReportDraftSchema.pick({
  title: true,
  severity: true,
  place: true,
  attachments: true,
});

export function toQuickInput(
  values: QuickValues & { attachments: AttachedFile[] },
): CommandInput<'incidents.report'> {
  return { ...values, severity: chosen(values) };
}

export function chosen({ severity }: Pick<QuickValues, 'severity'>): NonNullable<QuickValues['severity']> {
  assert(severity !== null, 'The form has been checked before it is sent');
  return severity;
}
