import { Skeleton, TextInput } from '@mantine/core';
import { IconSearch, IconUserOff } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { PersonRow } from '#shared/domains/people/queries.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useWords } from '#renderer/shell/words.ts';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';

/** Who is at the sites a person sees. */
export function PeoplePage() {
  const { t } = useWords();
  const [text, setText] = useState('');
  const answer = useAnswer('people.list', {});
  const columns = useMemo(() => peopleColumns(t), [t]);
  const people = answer.data ?? [];
  const wanted = text.trim().toLocaleLowerCase();
  const shown = people.filter((person) =>
    [
      person.name,
      t(`job.${person.jobProfile}`),
      t(`role.${person.role}`),
      person.siteName ?? '',
      person.signInName,
    ].some((field) => field.toLocaleLowerCase().includes(wanted)),
  );
  return (
    <div className={pages.full}>
      <PageHeader title={t('people.title')} note={t('people.total', { count: shown.length })} />
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
      </div>
      {answer.isError ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isPending ? <Skeleton height={240} /> : null}
      {answer.isSuccess && shown.length === 0 ? (
        <EmptyState icon={IconUserOff} title={t('people.none')} text={t('people.none.text')} />
      ) : null}
      {shown.length > 0 ? (
        <DataTable
          label={t('people.title')}
          columns={columns}
          rows={shown}
          total={shown.length}
          rowId={(person) => person.id}
          rowLabel={(person) => person.name}
        />
      ) : null}
    </div>
  );
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
  ];
}
