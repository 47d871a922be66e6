import { Button, Skeleton, Switch } from '@mantine/core';
import { IconFileImport, IconUserOff, IconUserPlus } from '@tabler/icons-react';
import { useMemo } from 'react';
import { PEOPLE_COLUMNS } from '#shared/domains/people/list-columns.ts';
import type { PersonRow } from '#shared/domains/people/queries.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { goTo } from '#renderer/shell/hash-location.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import { tableColumns } from '#renderer/ui/data-table/list-columns.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { SearchField } from '#renderer/ui/search-field.tsx';
import { arranged, arrangementOf, peopleFilterWords, sortedBy, usePeopleFilters } from './list-filters.ts';
import { ReachText, ReachWarning } from './parts/reach.tsx';
import { type Reach, useReach } from './use-people-api.ts';

const TYPING_MS = 200;

/** Who is at the sites a person sees. */
export function PeoplePage() {
  const { t } = useWords();
  const may = useMay();
  const { filters, change } = usePeopleFilters();
  const answer = useAnswer('people.list', filters);
  const reached = useReach();
  const columns = useMemo(() => peopleColumns(t, reached), [t, reached]);
  const people = answer.data ?? [];
  const unreachable = [...reached.values()].filter(({ isReachable }) => !isReachable).length;
  return (
    <div className={pages.full}>
      <PageHeader title={t('people.title')} note={t('people.total', { count: people.length })}>
        {may('people.manage') ? <AddButtons /> : null}
      </PageHeader>
      <div className={pages.filters} role="search">
        <SearchField
          label={t('people.search')}
          text={filters.text}
          widthPixels={280}
          pauseMs={TYPING_MS}
          onChange={(text) => change({ text })}
        />
        <Switch
          size="xs"
          label={t('people.showInactive')}
          checked={!filters.activeOnly}
          onChange={(event) => change({ activeOnly: !event.currentTarget.checked })}
        />
      </div>
      {unreachable === 0 ? null : (
        <ReachWarning href="/notifications/people" link={t('people.unreachable.more')}>
          {t('people.unreachable.count', { count: unreachable })}
        </ReachWarning>
      )}
      {answer.isError ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isPending ? <Skeleton height={240} /> : null}
      {answer.isSuccess ? (
        <DataTable
          label={t('people.title')}
          name="people.list"
          columns={columns}
          rows={people}
          total={people.length}
          rowId={(person) => person.id}
          rowLabel={(person) => person.name}
          onOpen={(person) => goTo(`/people/${person.id}`)}
          sort={{ column: filters.sort, direction: filters.direction }}
          onSort={(column) => change(sortedBy(column, filters))}
          arrangement={arrangementOf(filters)}
          onArrange={(arrangement) => change(arranged(arrangement))}
          filtering={peopleFilterWords()}
          exporting={{ report: 'people.list', parameters: filters }}
          empty={<EmptyState icon={IconUserOff} title={t('people.none')} text={t('people.none.text')} />}
        />
      ) : null}
    </div>
  );
}

function AddButtons() {
  const { t } = useWords();
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconFileImport size={15} />}
        onClick={() => goTo('/people/import')}
      >
        {t('import.open')}
      </Button>
      <Button size="xs" leftSection={<IconUserPlus size={15} />} onClick={() => goTo('/people/new')}>
        {t('people.add.title')}
      </Button>
    </>
  );
}

/** Over what somebody is reached is asked of another domain; it is on the page and in no file. */
function peopleColumns(
  t: ReturnType<typeof useWords>['t'],
  reached: ReadonlyMap<string, Reach>,
): Column<PersonRow>[] {
  return [
    ...tableColumns<PersonRow, keyof typeof PEOPLE_COLUMNS>(PEOPLE_COLUMNS, {
      name: { track: 'minmax(160px, 1.2fr)', sortable: true },
      job: { track: 'minmax(140px, 1fr)', sortable: true },
      role: { track: 'minmax(140px, 1fr)', sortable: true },
      site: { track: 'minmax(140px, 1fr)', sortable: true },
      signInName: { track: 'minmax(120px, 0.8fr)', sortable: true },
      state: { track: 'minmax(96px, 0.5fr)', sortable: true },
    }),
    {
      id: 'reach',
      header: t('people.column.reach'),
      track: 'minmax(168px, 0.9fr)',
      pageOnly: true,
      cell: ({ row }) => <ReachCell reach={reached.get(row.original.id)} />,
    },
  ];
}

/** Empty for whom no alarm calls. */
function ReachCell({ reach }: { reach: Reach | undefined }) {
  return reach === undefined ? null : <ReachText reach={reach} />;
}
