import type { AttachedFile } from '#shared/domains/incidents/attach.ts';
import { report } from '#shared/domains/incidents/commands/report.ts';
import type { Category, IncidentType } from '#shared/domains/incidents/schema.ts';
import { assert } from '#shared/kernel/assert.ts';
import { SEVERITIES, type Severity } from '#shared/kernel/fields.ts';
import { t } from '#renderer/shell/words.ts';
import { z } from 'zod';
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

/** The command's own schema, with words for a severity nobody chose yet. */
export const ReportDraftSchema = report.input.extend({
  severity: z.enum(SEVERITIES, { error: () => t('incidents.field.severity.choose') }),
});

export function toReportInput({ severity, ...draft }: ReportDraft): CommandInput<'incidents.report'> {
  assert(severity !== null, 'The form has been checked before it is sent');
  return { ...draft, severity };
}
