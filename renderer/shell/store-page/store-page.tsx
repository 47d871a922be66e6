import { Skeleton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { bytesText } from '#renderer/ui/format.ts';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { relativeText } from '#renderer/ui/relative-time.tsx';
import { useHostNow } from '../connection/use-host-now.ts';
import { useWords } from '../words.ts';
import { ArchivePanel } from './archive-panel.tsx';
import { BackupsPanel } from './backups-panel.tsx';
import { ChecksPanel } from './checks-panel.tsx';
import { EncryptionPanel } from './encryption-panel.tsx';
import { ExportPanel } from './export-panel.tsx';
import { SizesPanel } from './sizes-panel.tsx';
import { SlowQueriesPanel } from './slow-queries-panel.tsx';
import { StatisticsPanel } from './statistics-panel.tsx';
import { type StoreOverview, useStoreOverview, useStoreWork } from './use-store.ts';

/** The console's own file: how large, how fast, how safe. */
export function StorePage() {
  const { t } = useWords();
  const answer = useStoreOverview();
  const store = answer.data;
  return (
    <div className={pages.scroll}>
      <PageHeader
        title={t('store.title')}
        {...(store === undefined
          ? {}
          : { note: t('store.note', { size: bytesText(store.sizeBytes), folder: store.dataFolder }) })}
      />
      {answer.isError ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isPending ? <Skeleton height={320} radius={6} /> : null}
      {store === undefined ? null : <Panels store={store} />}
    </div>
  );
}

function Panels({ store }: { store: StoreOverview }) {
  const sizes = useSizes(store);
  return (
    <>
      <RestoredNote restored={store.restored} />
      <div className={pages.columns}>
        <div className={pages.scroll}>
          <BackupsPanel store={store} />
          <EncryptionPanel encryption={store.encryption} />
        </div>
        <div className={pages.scroll}>
          <ChecksPanel tasks={store.tasks} />
          <StatisticsPanel />
          <ExportPanel task={store.tasks.export} />
        </div>
      </div>
      <ArchivePanel />
      <SizesPanel task={store.tasks.measure} last={sizes} />
      <SlowQueriesPanel queries={store.slowQueries} />
    </>
  );
}

function RestoredNote({ restored }: { restored: StoreOverview['restored'] }) {
  const { t } = useWords();
  const now = useHostNow();
  if (restored === null) return null;
  return (
    <p className={pages.lead}>
      {t('store.restored', { when: relativeText(restored.at, now), seq: restored.journalSeq })}
    </p>
  );
}

/** Measured once when the page is first opened; what was measured stays while it is measured again. */
function useSizes({ tasks: { measure } }: StoreOverview) {
  const { run } = useStoreWork('measure');
  const [last, setLast] = useState(measure?.result ?? null);
  if (measure !== null && measure.result !== null && measure.result !== last) setLast(measure.result);
  const isUnknown = measure === null;
  useEffect(() => {
    if (isUnknown) void run('start');
  }, [isUnknown, run]);
  return last;
}
