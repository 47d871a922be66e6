import type { AttachedFile } from '#shared/domains/incidents/attach.ts';
import { report } from '#shared/domains/incidents/commands/report.ts';
import { ANONYMOUS_TYPE } from '#shared/domains/incidents/rules/unnamed.ts';
import type { Category, IMPACTS, IncidentType } from '#shared/domains/incidents/schema.ts';
import { assert } from '#shared/kernel/assert.ts';
import { SEVERITIES, type Severity } from '#shared/kernel/fields.ts';
import { t } from '#renderer/shell/words.ts';
import { instantOfLocalText } from '#renderer/ui/local-text.ts';
import { z } from 'zod';
import type { CommandInput } from '#renderer/shell/api/use-command.ts';
import { picturesOf } from './quick/upload-picture.ts';

export const REPORT_DRAFT = 'incidents.report';

export type ReportDraft = {
  title: string;
  severity: Severity | null;
  /** The severity stands because it is suggested for the type; nobody has chosen one yet. */
  isSuggested: boolean;
  place: string;
  type: IncidentType;
  category: Category;
  description: string;
  attachments: AttachedFile[];
  isDrill: boolean;
  /** A near miss that names nobody. */
  isAnonymous: boolean;
  /** In the site's own time, as the field takes it; empty for now. */
  occurredAt: string;
  impact: (typeof IMPACTS)[number] | null;
  injured: number;
  dead: number;
  affected: string;
};

export const EMPTY_REPORT: ReportDraft = {
  title: '',
  severity: null,
  isSuggested: false,
  place: '',
  type: 'other',
  category: 'safety',
  description: '',
  attachments: [],
  isDrill: false,
  isAnonymous: false,
  occurredAt: '',
  impact: null,
  injured: 0,
  dead: 0,
  affected: '',
};

export const REPORT_FIELDS = Object.keys(EMPTY_REPORT);

/** The command's own schema, with words for a severity nobody chose yet. */
export const ReportDraftSchema = report.input.extend({
  severity: z.enum(SEVERITIES, { error: () => t('incidents.field.severity.choose') }),
  occurredAt: z.string(),
});

export function toReportInput(draft: ReportDraft, timeZone: string): CommandInput<'incidents.report'> {
  const { isAnonymous: _isAnonymous, isSuggested: _isSuggested, ...said } = draft;
  return { ...said, severity: severityOf(draft), occurredAt: occurredAtOf(draft, timeZone) };
}

/** INC-61: with a type comes the severity that is suggested for it, until the reporter has chosen one. */
export function ofType(
  draft: Pick<ReportDraft, 'severity' | 'isSuggested'>,
  type: IncidentType,
  suggested: Severity | null,
): Partial<ReportDraft> {
  if (draft.severity !== null && !draft.isSuggested) return { type };
  return { type, severity: suggested, isSuggested: suggested !== null };
}

/** Of all that was typed, what a near miss without a name takes along. */
export function toNearMiss(draft: ReportDraft, timeZone: string) {
  const { title, place, category, description, attachments } = draft;
  const occurredAt = occurredAtOf(draft, timeZone);
  const pictures = picturesOf(attachments);
  return { title, place, category, description, severity: severityOf(draft), occurredAt, pictures };
}

/** What goes with a report that names nobody, and what does not. Photos come in by another way, so not those either. */
export function asAnonymous(isAnonymous: boolean): Partial<ReportDraft> {
  if (!isAnonymous) return { isAnonymous, attachments: [] };
  return { isAnonymous, type: ANONYMOUS_TYPE, attachments: [], isDrill: false };
}

function occurredAtOf({ occurredAt }: ReportDraft, timeZone: string): string | null {
  return occurredAt === '' ? null : instantOfLocalText(occurredAt, timeZone);
}

function severityOf({ severity }: ReportDraft): Severity {
  assert(severity !== null, 'The form has been checked before it is sent');
  return severity;
}
