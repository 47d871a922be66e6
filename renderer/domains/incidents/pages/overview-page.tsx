import { Skeleton } from '@mantine/core';
import { IconMoodCheck } from '@tabler/icons-react';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useWords } from '#renderer/shell/words.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { ApprovalsForMe } from '../parts/approvals-for-me.tsx';
import { CurrentEscalations } from '../parts/current-escalations.tsx';
import { HistoryPanel } from '../parts/history-panel.tsx';
import { LiveParts } from '../parts/live-parts.tsx';
import { LiveTiles } from '../parts/live-tiles.tsx';
import { MostPressing } from '../parts/most-pressing.tsx';

/** Deadlines pass without anything being written. */
const REFRESH_MS = 15_000;

/** What burns now, and what happened before; every number leads to its incidents. */
export function OverviewPage() {
  const { t } = useWords();
  const answer = useAnswer('incidents.dashboard', {}, { refetchIntervalMs: REFRESH_MS });
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.data === undefined) return <Skeleton height={260} radius={6} />;
  const { totals, drills } = answer.data;
  return (
    <div className={pages.scroll}>
      <PageHeader title={t('incidents.overview.title')} />
      <LiveTiles totals={totals} drills={drills} />
      {totals.open === 0 ? (
        <EmptyState
          icon={IconMoodCheck}
          title={t('incidents.overview.none')}
          text={t('incidents.overview.none.text')}
        />
      ) : (
        <>
          <ApprovalsForMe />
          <CurrentEscalations />
          <MostPressing />
          <LiveParts live={answer.data} />
        </>
      )}
      <HistoryPanel />
    </div>
  );
}
