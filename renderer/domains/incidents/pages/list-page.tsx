import { Button, Skeleton } from '@mantine/core';
import { IconFilterOff, IconMoodCheck } from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import { useAnswer, usePages } from '#renderer/shell/api/use-answer.ts';
import { goTo } from '#renderer/shell/hash-location.ts';
import { useWords } from '#renderer/shell/words.ts';
import { DataTable } from '#renderer/ui/data-table.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { incidentColumns } from '../columns.tsx';
import { type ListFilters, useListFilters } from '../list-filters.ts';
import { ArchivedNote } from '../parts/archived-note.tsx';
import { FilterBar } from '../parts/filter-bar.tsx';

/** What is overdue changes with the clock alone. */
const REFRESH_MS = 30_000;

export function ListPage() {
  const { t } = useWords();
  const { filters, change, narrowed } = useListFilters();
  const list = usePages('incidents.list', filters, REFRESH_MS);
  const sites = useAnswer('settings.sites', {}).data ?? [];
  const manySites = sites.length > 1;
  const columns = useMemo(() => incidentColumns(t, manySites), [t, manySites]);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const { total = 0, totalIsLeast = false } = list.data?.pages[0] ?? {};
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  return (
    <div className={pages.full}>
      <PageHeader
        title={t('incidents.list.title')}
        note={
          list.isSuccess
            ? t(totalIsLeast ? 'incidents.list.total.least' : 'incidents.list.total', { count: total })
            : ''
        }
      />
      <FilterBar filters={filters} sites={sites} onChange={change} />
      {filters.state === 'open' ? null : <ArchivedNote />}
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <Skeleton height={320} radius={6} /> : null}
      {list.isSuccess && rows.length === 0 ? (
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
      ) : null}
      {rows.length > 0 ? (
        <DataTable
          label={t('incidents.list.title')}
          columns={columns}
          rows={rows}
          total={totalIsLeast ? null : total}
          rowId={(row) => row.id}
          rowLabel={(row) => `${row.number} ${row.title}`}
          onOpen={(row) => goTo(`/incidents/${row.id}`)}
          sort={{ column: filters.sort, direction: filters.direction }}
          onSort={(column) => change(sortBy(column, filters))}
          onEnd={onEnd}
          loadingMore={isFetchingNextPage}
        />
      ) : null}
    </div>
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
