import { Skeleton, Table } from '@mantine/core';
import { IconSpeakerphone } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { CircularRow } from '#shared/domains/incidents/queries/circulars.ts';
import type { ReceiptState } from '#shared/domains/incidents/rules/circulars.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useHostNow } from '#renderer/shell/connection/use-host-now.ts';
import { useSite } from '#renderer/shell/use-site.ts';
import { useWords } from '#renderer/shell/words.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { dateText } from '#renderer/ui/format.ts';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import styles from '../investigation.module.css';
import { StateText } from './state-text.tsx';
import { ColumnHeads } from '#renderer/ui/column-heads.tsx';

/** What is late changes with the clock alone. */
const REFRESH_MS = 60_000;

/** INC-66: what offices told this site, or the sites that one sees, and who has answered. */
export function CircularsPage() {
  const { t } = useWords();
  const answer = useAnswer('incidents.circulars', {}, { refetchIntervalMs: REFRESH_MS });
  const rows = answer.data?.rows ?? [];
  return (
    <div className={pages.scroll}>
      <PageHeader
        title={t('incidents.circulars.title')}
        note={answer.isSuccess ? t('incidents.circulars.total', { count: rows.length }) : ''}
      />
      {answer.isError ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isPending ? <Skeleton height={240} radius={6} /> : null}
      {answer.isSuccess && rows.length === 0 ? (
        <EmptyState
          icon={IconSpeakerphone}
          title={t('incidents.circulars.none')}
          text={t('incidents.circulars.none.text')}
        />
      ) : null}
      {rows.length === 0 ? null : <CircularsTable rows={rows} />}
    </div>
  );
}

function CircularsTable({ rows }: { rows: readonly CircularRow[] }) {
  const { t } = useWords();
  const site = useSite();
  const columns = ['title', 'issued', 'due', 'sites', 'state'] as const;
  return (
    <div className={styles.tableFrame}>
      <Table aria-label={t('incidents.circulars.title')} verticalSpacing={6}>
        <ColumnHeads titles={columns.map((column) => t(`incidents.circulars.column.${column}`))} />
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.id}>
              <Table.Td>
                <Link href={`/incidents/circulars/${row.id}`}>{row.title}</Link>
              </Table.Td>
              <Table.Td>
                {dateText(row.issuedAt, site?.timeZone)}, {row.issuedByName}
              </Table.Td>
              <Table.Td>
                {row.dueAt === null ? t('incidents.circulars.noDay') : dateText(row.dueAt, site?.timeZone)}
              </Table.Td>
              <Table.Td>
                {t('incidents.circulars.of', { done: row.acknowledged, sites: row.sites })}
                {row.late === 0 ? null : (
                  <>
                    {', '}
                    <span className={styles.due} data-due="overdue">
                      {t('incidents.circular.lateSites', { count: row.late })}
                    </span>
                  </>
                )}
              </Table.Td>
              <Table.Td>
                <RowState row={row} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** Of the own site where it was sent here; else of all that one sees. */
function RowState({ row }: { row: CircularRow }) {
  const now = useHostNow();
  return <StateText state={stateOf(row, now)} />;
}

function stateOf(
  { isDoneHere, acknowledged, sites, withdrawnAt, dueAt }: CircularRow,
  now: string,
): ReceiptState {
  const isDone = isDoneHere === null ? acknowledged === sites : isDoneHere === 1;
  if (isDone) return 'acknowledged';
  if (withdrawnAt !== null) return 'withdrawn';
  return dueAt !== null && dueAt <= now ? 'late' : 'waiting';
}
