import { COMPLIANCE_COLUMNS } from '#shared/domains/incidents/compliance-columns.ts';
import type { ComplianceLogRow } from '#shared/domains/incidents/queries/compliance-log.ts';
import type { Column } from '#renderer/ui/data-table.tsx';
import { tableColumns } from '#renderer/ui/data-table/list-columns.tsx';
import styles from './incidents.module.css';
import { ArchivedMark } from './parts/archived-mark.tsx';
import { DutyClock } from './parts/duty-clock.tsx';

export function complianceColumns(withSite: boolean): Column<ComplianceLogRow>[] {
  return tableColumns<ComplianceLogRow, keyof typeof COMPLIANCE_COLUMNS>(COMPLIANCE_COLUMNS, {
    number: {
      track: '156px',
      cell: ({ row }) => (
        <span className={styles.number}>
          <ArchivedMark isArchived={row.original.isArchived} /> {row.original.number}
        </span>
      ),
    },
    ...(withSite ? { site: { track: 'minmax(96px, 0.7fr)' } } : {}),
    framework: { track: '96px' },
    requirement: { track: 'minmax(150px, 1.2fr)' },
    authority: { track: 'minmax(160px, 1.4fr)' },
    form: { track: '90px' },
    reportDueAt: {
      track: '170px',
      cell: ({ row }) => (
        <DutyClock duty={{ ...row.original, isImmediate: row.original.isImmediate === 1 }} />
      ),
    },
    reportedAt: { track: '116px' },
    reportedBy: { track: '140px', startsHidden: true },
    reference: { track: '130px' },
    status: { track: '130px' },
    reviewedBy: { track: '140px', startsHidden: true },
  });
}
