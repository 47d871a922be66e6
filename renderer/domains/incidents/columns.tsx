import { IconBellRinging } from '@tabler/icons-react';
import type { IncidentRow } from '#shared/domains/incidents/queries/list.ts';
import { isOpen } from '#shared/domains/incidents/states.ts';
import type { useWords } from '#renderer/shell/words.ts';
import type { Column } from '#renderer/ui/data-table.tsx';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import { SeverityBadge } from '#renderer/ui/severity-badge.tsx';
import { SlaClock } from '#renderer/ui/sla-clock.tsx';
import { StageBadge } from '#renderer/ui/stage-badge.tsx';
import styles from './incidents.module.css';

type Words = ReturnType<typeof useWords>['t'];

/** The ids of sortable columns are the sort names of the query. */
export function incidentColumns(t: Words, withSite: boolean): Column<IncidentRow>[] {
  const columns: Column<IncidentRow>[] = [
    {
      id: 'severity',
      header: t('incidents.column.severity'),
      track: '100px',
      sortable: true,
      cell: ({ row }) => <SeverityBadge severity={row.original.severity} quiet />,
    },
    {
      id: 'number',
      header: t('incidents.column.number'),
      track: '156px',
      sortable: true,
      cell: ({ row }) => <span className={styles.number}>{row.original.number}</span>,
    },
    {
      id: 'title',
      header: t('incidents.column.title'),
      track: 'minmax(200px, 2.2fr)',
      cell: ({ row }) => <span className={styles.title}>{row.original.title}</span>,
    },
    {
      id: 'dueAt',
      header: t('incidents.column.due'),
      track: '158px',
      sortable: true,
      cell: ({ row }) => <SlaClock record={row.original} />,
    },
    {
      id: 'stage',
      header: t('incidents.column.stage'),
      track: '160px',
      cell: ({ row }) => <StageBadge stage={row.original.stage} />,
    },
    {
      id: 'level',
      header: t('incidents.column.level'),
      track: '56px',
      cell: ({ row }) => <Level row={row.original} t={t} />,
    },
    {
      id: 'reportedAt',
      header: t('incidents.column.reported'),
      track: '116px',
      sortable: true,
      cell: ({ row }) => <RelativeTime at={row.original.reportedAt} />,
    },
    {
      id: 'place',
      header: t('incidents.field.place'),
      track: 'minmax(120px, 1fr)',
      startsHidden: true,
      cell: ({ row }) => row.original.place,
    },
    {
      id: 'assignee',
      header: t('incidents.detail.assignee'),
      track: '150px',
      startsHidden: true,
      cell: ({ row }) => row.original.assigneeName ?? t('incidents.detail.nobody'),
    },
  ];
  if (withSite) columns.splice(3, 0, siteColumn(t));
  return columns;
}

function siteColumn(t: Words): Column<IncidentRow> {
  return {
    id: 'site',
    header: t('incidents.column.site'),
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
