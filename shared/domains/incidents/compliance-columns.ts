import type { ListColumns } from '../../reports/list-report.ts';
import type { ComplianceLogRow } from './queries/compliance-log.ts';
import { complianceWords } from './compliance-words.ts';

/** What the log of duties can show, on the page and in its exports. */
export const COMPLIANCE_COLUMNS = {
  number: { titleKey: 'field.number', type: 'text', weight: 1.7, cell: ({ number }) => number },
  site: {
    titleKey: 'incidents.paper.column.site',
    type: 'text',
    weight: 1.2,
    cell: ({ siteName }) => siteName,
  },
  framework: {
    titleKey: 'incidents.duty.framework',
    type: 'text',
    weight: 1,
    cell: ({ framework }) => framework,
  },
  requirement: {
    titleKey: 'incidents.duty.requirement',
    type: 'text',
    weight: 2,
    cell: ({ requirement }) => requirement,
  },
  authority: {
    titleKey: 'incidents.duty.authority',
    type: 'text',
    weight: 2,
    cell: ({ authority }) => authority,
  },
  form: { titleKey: 'incidents.duty.form', type: 'text', weight: 0.9, cell: ({ form }) => form },
  reportDueAt: {
    titleKey: 'incidents.duty.due',
    type: 'instant',
    weight: 1.4,
    cell: ({ reportDueAt }) => reportDueAt,
  },
  reportedAt: {
    titleKey: 'incidents.duty.reported',
    type: 'instant',
    weight: 1.4,
    cell: ({ reportedAt }) => reportedAt,
  },
  reportedBy: {
    titleKey: 'incidents.duty.reportedBy',
    type: 'text',
    weight: 1.2,
    cell: ({ reportedByName }) => reportedByName,
  },
  reference: {
    titleKey: 'incidents.duty.reference',
    type: 'text',
    weight: 1.2,
    cell: ({ reference }) => reference,
  },
  status: {
    titleKey: 'incidents.duty.status',
    type: 'text',
    weight: 1.2,
    cell: ({ status }) => statusText(status),
  },
  reviewedBy: {
    titleKey: 'incidents.duty.reviewedBy',
    type: 'text',
    weight: 1.2,
    cell: ({ reviewedByName }) => reviewedByName,
  },
} as const satisfies ListColumns<ComplianceLogRow>;

export function statusText(status: ComplianceLogRow['status']): string {
  return complianceWords[`complianceStatus.${status}`];
}
