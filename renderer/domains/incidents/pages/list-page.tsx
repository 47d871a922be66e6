import { Button, Skeleton } from '@mantine/core';
import { IconFilterOff, IconMoodCheck } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useRowPages } from '#renderer/shell/api/use-row-pages.ts';
import { goTo } from '#renderer/shell/hash-location.ts';
import { useWords } from '#renderer/shell/words.ts';
import { DataTable } from '#renderer/ui/data-table.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { useBulkActions } from '../bulk-actions.ts';
import { incidentColumns } from '../columns.tsx';
import { incidentFilterWords } from '../filter-words.ts';
import { filtersOf, type ListFilters, quickOf, useListFilters } from '../list-filters.ts';
import { ArchivedNote } from '../parts/archived-note.tsx';
import { FilterBar } from '../parts/filter-bar.tsx';
import { ListLimits } from '../parts/list-limits.tsx';

/** What is overdue changes with the clock alone. */
const REFRESH_MS = 30_000;

export function ListPage() {
  const { t } = useWords();
  const { filters, change, narrowed } = useListFilters();
  const { query, rows, answer, paging } = useRowPages('incidents.list', filters, REFRESH_MS);
  const sites = useAnswer('settings.sites', {}).data ?? [];
  const manySites = sites.length > 1;
  const columns = useMemo(() => incidentColumns(t, manySites), [t, manySites]);
  const bulk = useBulkActions();
  const { total = 0, totalIsLeast = false } = answer ?? {};

  return (
    <div className={pages.full}>
      <PageHeader
        title={t('incidents.list.title')}
        note={
          query.isSuccess
            ? t(totalIsLeast ? 'incidents.list.total.least' : 'incidents.list.total', { count: total })
            : ''
        }
      />
      <FilterBar filters={filters} sites={sites} onChange={change} />
      <ListLimits filters={filters} onChange={change} />
      {filters.state === 'open' || filters.withArchived ? null : <ArchivedNote />}
      {query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <Skeleton height={320} radius={6} /> : null}
      {query.isSuccess ? (
        <DataTable
          label={t('incidents.list.title')}
          name="incidents.list"
          columns={columns}
          rows={rows}
          total={totalIsLeast ? null : total}
          rowId={(row) => row.id}
          rowLabel={(row) => `${row.number} ${row.title}`}
          onOpen={(row) => goTo(`/incidents/${row.id}`)}
          sort={{ column: filters.sort, direction: filters.direction }}
          onSort={(column) => change(sortBy(column, filters))}
          arrangement={{
            sort: { column: filters.sort, direction: filters.direction },
            filter: filters.filter,
            quick: quickOf(filters),
          }}
          onArrange={(arrangement) => change(filtersOf(arrangement))}
          filtering={incidentFilterWords()}
          bulk={bulk}
          exporting={{ report: 'incidents.list', parameters: filters }}
          empty={<NoIncidents narrowed={narrowed} />}
          {...paging}
        />
      ) : null}
    </div>
  );
}

function NoIncidents({ narrowed }: { narrowed: boolean }) {
  const { t } = useWords();
  return (
    <EmptyState
      icon={narrowed ? IconFilterOff : IconMoodCheck}
      title={t(narrowed ? 'incidents.list.none' : 'incidents.list.empty')}
      text={t(narrowed ? 'incidents.list.none.text' : 'incidents.list.empty.text')}
    >
      {narrowed ? (
        <Button variant="default" onClick={() => goTo('/incidents', { replace: true })}>
          {t('action.clearFilters')}
        </Button>
      ) : null}
    </EmptyState>
  );
}

/** The same column again turns it round; a new one starts where it is most useful. */
function sortBy(column: string, before: ListFilters): Partial<ListFilters> {
  const sort = (['severity', 'dueAt', 'reportedAt', 'number'] as const).find((name) => name === column);
  if (sort === undefined) return {};
  if (sort === before.sort) {
    return { direction: before.direction === 'ascending' ? 'descending' : 'ascending' };
  }
  return { sort, direction: sort === 'dueAt' ? 'ascending' : 'descending' };
}
