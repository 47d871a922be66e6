import { IconBellRinging } from '@tabler/icons-react';
import { INCIDENT_COLUMNS } from '#shared/domains/incidents/list-columns.ts';
import type { IncidentRow } from '#shared/domains/incidents/queries/list.ts';
import { isOpen } from '#shared/domains/incidents/states.ts';
import type { useWords } from '#renderer/shell/words.ts';
import type { Column } from '#renderer/ui/data-table.tsx';
import { type Look, tableColumns } from '#renderer/ui/data-table/list-columns.tsx';
import { SeverityBadge } from '#renderer/ui/severity-badge.tsx';
import { SlaClock } from '#renderer/ui/sla-clock.tsx';
import { StageBadge } from '#renderer/ui/stage-badge.tsx';
import styles from './incidents.module.css';
import { ArchivedMark } from './parts/archived-mark.tsx';
import { DrillMark } from './parts/drill-mark.tsx';

type Words = ReturnType<typeof useWords>['t'];

/** The ids of sortable columns are the sort names of the query. */
export function incidentColumns(t: Words, withSite: boolean): Column<IncidentRow>[] {
  return tableColumns<IncidentRow, keyof typeof INCIDENT_COLUMNS>(INCIDENT_COLUMNS, {
    severity: {
      track: '100px',
      sortable: true,
      cell: ({ row }) => <SeverityBadge severity={row.original.severity} quiet />,
    },
    number: {
      track: '156px',
      sortable: true,
      cell: ({ row }) => <span className={styles.number}>{row.original.number}</span>,
    },
    title: {
      track: 'minmax(200px, 2.2fr)',
      cell: ({ row }) => (
        <span className={styles.title}>
          <DrillMark incident={row.original} /> <ArchivedMark isArchived={row.original.isArchived} />
          {row.original.title}
        </span>
      ),
    },
    ...(withSite ? { site: siteLook(t) } : {}),
    dueAt: { track: '158px', sortable: true, cell: ({ row }) => <SlaClock record={row.original} /> },
    stage: { track: '174px', cell: ({ row }) => <StageBadge stage={row.original.stage} /> },
    level: { track: '56px', cell: ({ row }) => <Level row={row.original} t={t} /> },
    reportedAt: { track: '116px', sortable: true },
    resolvedAt: { track: '116px', startsHidden: true },
    place: { track: 'minmax(120px, 1fr)', startsHidden: true },
    assignee: {
      track: '150px',
      startsHidden: true,
      cell: ({ row }) => row.original.assigneeName ?? t('incidents.detail.nobody'),
    },
  });
}

function siteLook(t: Words): Look<IncidentRow> {
  return {
    track: 'minmax(96px, 0.7fr)',
    cell: ({ row }) => row.original.siteName ?? t('incidents.detail.unknownSite'),
  };
}

/** A bell while somebody still has to acknowledge. */
function Level({ row, t }: { row: IncidentRow; t: Words }) {
  if (row.escalationLevel === 0 || !isOpen(row.stage)) return null;
  const waiting = row.acknowledgedAt === null;
  return (
    <span className={styles.level} title={waiting ? t('incidents.unacknowledged') : undefined}>
      {waiting ? <IconBellRinging size={14} aria-label={t('incidents.unacknowledged')} /> : null}
      {row.escalationLevel}
    </span>
  );
}
