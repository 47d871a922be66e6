import type { AttachedFile } from '#shared/domains/incidents/attach.ts';
import type { Category, IncidentType } from '#shared/domains/incidents/schema.ts';
import type { Severity } from '#shared/kernel/fields.ts';
import type { CommandInput } from '#renderer/shell/api/use-command.ts';

export const REPORT_DRAFT = 'incidents.report';

export type ReportDraft = {
  title: string;
  severity: Severity | null;
  place: string;
  type: IncidentType;
  category: Category;
  description: string;
  attachments: AttachedFile[];
};

export const EMPTY_REPORT: ReportDraft = {
  title: '',
  severity: null,
  place: '',
  type: 'other',
  category: 'safety',
  description: '',
  attachments: [],
};

export const REPORT_FIELDS = Object.keys(EMPTY_REPORT);

/** Called once the form has been checked, so a severity is chosen; without one the host would refuse it. */
export function toReportInput({ severity, ...draft }: ReportDraft): CommandInput<'incidents.report'> {
  return { ...draft, severity: severity ?? 'medium' };
}
