import { Button, Skeleton, Switch, TextInput } from '@mantine/core';
import { IconFileImport, IconSearch, IconUserOff, IconUserPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { PersonRow } from '#shared/domains/people/queries.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { goTo } from '#renderer/shell/hash-location.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';

/** Who is at the sites a person sees. */
export function PeoplePage() {
  const { t } = useWords();
  const may = useMay();
  const [text, setText] = useState('');
  const [showsInactive, setShowsInactive] = useState(false);
  const answer = useAnswer('people.list', { activeOnly: !showsInactive });
  const columns = useMemo(() => peopleColumns(t), [t]);
  const shown = (answer.data ?? []).filter((person) => isWanted(person, text, t));
  return (
    <div className={pages.full}>
      <PageHeader title={t('people.title')} note={t('people.total', { count: shown.length })}>
        {may('people.manage') ? (
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
        ) : null}
      </PageHeader>
      <div className={pages.filters}>
        <TextInput
          aria-label={t('people.search')}
          placeholder={t('people.search')}
          leftSection={<IconSearch size={15} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          size="xs"
          w={280}
          data-page-search
        />
        <Switch
          size="xs"
          label={t('people.showInactive')}
          checked={showsInactive}
          onChange={(event) => setShowsInactive(event.currentTarget.checked)}
        />
      </div>
      {answer.isError ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isPending ? <Skeleton height={240} /> : null}
      {answer.isSuccess && shown.length === 0 ? (
        <EmptyState icon={IconUserOff} title={t('people.none')} text={t('people.none.text')} />
      ) : null}
      {shown.length > 0 ? (
        <DataTable
          label={t('people.title')}
          name="people.list"
          columns={columns}
          rows={shown}
          total={shown.length}
          rowId={(person) => person.id}
          rowLabel={(person) => person.name}
          onOpen={(person) => goTo(`/people/${person.id}`)}
        />
      ) : null}
    </div>
  );
}

function isWanted(person: PersonRow, text: string, t: ReturnType<typeof useWords>['t']): boolean {
  const wanted = text.trim().toLocaleLowerCase();
  return [
    person.name,
    t(`job.${person.jobProfile}`),
    t(`role.${person.role}`),
    person.siteName ?? '',
    person.signInName,
  ].some((field) => field.toLocaleLowerCase().includes(wanted));
}

function peopleColumns(t: ReturnType<typeof useWords>['t']): Column<PersonRow>[] {
  return [
    {
      id: 'name',
      header: t('people.column.name'),
      track: 'minmax(160px, 1.2fr)',
      cell: ({ row }) => row.original.name,
    },
    {
      id: 'job',
      header: t('people.column.job'),
      track: 'minmax(140px, 1fr)',
      cell: ({ row }) => t(`job.${row.original.jobProfile}`),
    },
    {
      id: 'role',
      header: t('people.column.role'),
      track: 'minmax(140px, 1fr)',
      cell: ({ row }) => t(`role.${row.original.role}`),
    },
    {
      id: 'site',
      header: t('people.column.site'),
      track: 'minmax(140px, 1fr)',
      cell: ({ row }) => row.original.siteName ?? '',
    },
    {
      id: 'signInName',
      header: t('people.column.signInName'),
      track: 'minmax(120px, 0.8fr)',
      cell: ({ row }) => row.original.signInName,
    },
    {
      id: 'state',
      header: t('people.column.state'),
      track: 'minmax(96px, 0.5fr)',
      cell: ({ row }) => t(row.original.active ? 'people.state.active' : 'people.state.inactive'),
    },
  ];
}
