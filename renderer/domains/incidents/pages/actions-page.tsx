import { Checkbox, Select, Skeleton, Table } from '@mantine/core';
import { IconMoodCheck } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { OpenActionRow } from '#shared/domains/incidents/queries/actions.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { goTo, useHashSearch } from '#renderer/shell/hash-location.ts';
import { useWords } from '#renderer/shell/words.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import styles from '../investigation.module.css';
import { DueText } from '../parts/action-list.tsx';
import { ColumnHeads } from '#renderer/ui/column-heads.tsx';

/** What is overdue changes with the clock alone. */
const REFRESH_MS = 60_000;

type Filters = { mine: boolean; overdueOnly: boolean; siteId: string | null };

/** Everything that is open about any incident, by when it is due. */
export function ActionsPage() {
  const { t } = useWords();
  const filters = filtersIn(useHashSearch());
  const answer = useAnswer('incidents.openActions', filters, { refetchIntervalMs: REFRESH_MS });
  const rows = answer.data?.rows ?? [];
  return (
    <div className={pages.scroll}>
      <PageHeader
        title={t('incidents.actions.title')}
        note={answer.isSuccess ? t('incidents.actions.total', { count: rows.length }) : ''}
      />
      <FilterLine filters={filters} />
      {answer.isError ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isPending ? <Skeleton height={240} radius={6} /> : null}
      {answer.isSuccess && rows.length === 0 ? (
        <EmptyState
          icon={IconMoodCheck}
          title={t('incidents.actions.none.all')}
          text={t('incidents.actions.none.all.text')}
        />
      ) : null}
      {rows.length === 0 ? null : <ActionsTable rows={rows} />}
      {answer.data?.isCut === true ? <p>{t('incidents.actions.cut', { count: rows.length })}</p> : null}
    </div>
  );
}

function FilterLine({ filters }: { filters: Filters }) {
  const { t } = useWords();
  const sites = useAnswer('settings.sites', {}).data ?? [];
  const change = (changed: Partial<Filters>) =>
    goTo(addressOf({ ...filters, ...changed }), { replace: true });
  return (
    <div className={pages.filters}>
      <Checkbox
        size="xs"
        label={t('incidents.actions.mine')}
        checked={filters.mine}
        onChange={(event) => change({ mine: event.currentTarget.checked })}
      />
      <Checkbox
        size="xs"
        label={t('incidents.actions.overdueOnly')}
        checked={filters.overdueOnly}
        onChange={(event) => change({ overdueOnly: event.currentTarget.checked })}
      />
      {sites.length > 1 ? (
        <Select
          size="xs"
          aria-label={t('incidents.filter.site')}
          placeholder={t('incidents.filter.site.any')}
          data={sites.map(({ id, name }) => ({ value: id, label: name }))}
          value={filters.siteId}
          onChange={(siteId) => change({ siteId })}
          clearable
        />
      ) : null}
    </div>
  );
}

function ActionsTable({ rows }: { rows: readonly OpenActionRow[] }) {
  const { t } = useWords();
  const columns = ['due', 'action', 'kind', 'owner', 'incident'] as const;
  return (
    <div className={styles.tableFrame}>
      <Table aria-label={t('incidents.actions.title')} verticalSpacing={6}>
        <ColumnHeads titles={columns.map((column) => t(`incidents.actions.column.${column}`))} />
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.id}>
              <Table.Td>
                <DueText action={{ state: 'open', dueAt: row.dueAt }} />
              </Table.Td>
              <Table.Td>
                <Link href={`/incidents/${row.incidentId}?tab=actions`}>{row.text}</Link>
              </Table.Td>
              <Table.Td>{t(`incidents.actions.kind.${row.actionKind}`)}</Table.Td>
              <Table.Td>{row.ownerName ?? t('incidents.actions.nobody')}</Table.Td>
              <Table.Td>
                {row.number} {row.title}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function filtersIn(search: string): Filters {
  const params = new URLSearchParams(search);
  return {
    mine: params.get('mine') === '1',
    overdueOnly: params.get('overdue') === '1',
    siteId: params.get('site'),
  };
}

function addressOf({ mine, overdueOnly, siteId }: Filters): string {
  const params = new URLSearchParams({
    ...(mine ? { mine: '1' } : {}),
    ...(overdueOnly ? { overdue: '1' } : {}),
    ...(siteId === null ? {} : { site: siteId }),
  }).toString();
  return `/incidents/actions${params === '' ? '' : `?${params}`}`;
}
