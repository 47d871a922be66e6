import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { IconFileDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { Panel } from '#renderer/ui/panel.tsx';
import { useMay } from '../use-may.ts';
import { useWords } from '../words.ts';
import { ExportsTable } from './exports-table.tsx';
import { useExports } from './use-exports.ts';

/** What was exported, what became of it, and the files that are still here. */
export function ExportsPage() {
  const { t } = useWords();
  const may = useMay();
  const [of, setOf] = useState<'me' | 'everybody'>('me');
  const answer = useExports(of);
  const rows = answer.data?.pages.flatMap((page) => page.exports);
  return (
    <div className={pages.scroll}>
      <PageHeader title={t('exports.title')} note={t('exports.note')}>
        {may('exports.manage') ? (
          <SegmentedControl
            size="xs"
            aria-label={t('exports.whose')}
            value={of}
            onChange={(value) => setOf(value === 'everybody' ? 'everybody' : 'me')}
            data={[
              { value: 'me', label: t('exports.mine') },
              { value: 'everybody', label: t('exports.everybody') },
            ]}
          />
        ) : null}
      </PageHeader>
      <Panel title={t(of === 'me' ? 'exports.mine' : 'exports.everybody')} flush>
        {answer.isError ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
        {answer.isPending ? <Skeleton height={160} radius={0} /> : null}
        {rows?.length === 0 ? (
          <EmptyState icon={IconFileDownload} title={t('exports.none')} text={t('exports.none.text')} />
        ) : null}
        {rows === undefined || rows.length === 0 ? null : (
          <ExportsTable rows={rows} withPerson={of === 'everybody'} />
        )}
      </Panel>
      {answer.hasNextPage ? (
        <div>
          <Button
            variant="default"
            loading={answer.isFetchingNextPage}
            onClick={() => void answer.fetchNextPage()}
          >
            {t('exports.older')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
