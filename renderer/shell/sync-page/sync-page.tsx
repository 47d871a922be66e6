import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { useConsoleStatus } from '../connection/console-store.ts';
import { useMay } from '../use-may.ts';
import { useWords } from '../words.ts';
import { AttentionPanel } from './attention-panel.tsx';
import { ConflictsPanel } from './conflicts-panel.tsx';
import { FilePanel } from './file-panel.tsx';
import { DaysPanel, HistoryPanel } from './history-panel.tsx';
import { LinkPanel } from './link-panel.tsx';
import { QueuePanel } from './queue-panel.tsx';

/** How this console and its server talk: the link, what waits, what went wrong, what was settled, what it cost. */
export function SyncPage() {
  const { t } = useWords();
  const may = useMay();
  const status = useConsoleStatus();
  if (status === null) return null;
  const { sync, site, station } = status;
  const isJoined = sync.link !== 'not-joined';
  return (
    <div className={pages.scroll}>
      <PageHeader
        title={t('sync.title')}
        {...(site === null || station === null ? {} : { note: t('sync.note', { site: site.name, station }) })}
      />
      <div className={pages.columns}>
        <LinkPanel sync={sync} canJoin={!status.demonstration} />
        {isJoined ? <QueuePanel sync={sync} /> : null}
      </div>
      <AttentionPanel count={sync.needsAttention} />
      {isJoined ? (
        <>
          <ConflictsPanel />
          <HistoryPanel />
          <DaysPanel />
          {may('sync.manage') ? <FilePanel isOffice={site?.kind === 'office'} /> : null}
        </>
      ) : null}
    </div>
  );
}
