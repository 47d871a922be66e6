import { Skeleton } from '@mantine/core';
import {
  IconAlertOctagon,
  IconArrowBigUpLines,
  IconBellRinging,
  IconHourglassLow,
  IconMoodCheck,
  IconInbox,
} from '@tabler/icons-react';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useWords } from '#renderer/shell/words.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { Panel } from '#renderer/ui/panel.tsx';
import { StatTile } from '#renderer/ui/stat-tile.tsx';
import { BySeverity } from '../parts/by-severity.tsx';
import { BySite } from '../parts/by-site.tsx';
import { MostPressing } from '../parts/most-pressing.tsx';
import { TrendCharts } from '../parts/trend-charts.tsx';

/** Deadlines pass without anything being written. */
const REFRESH_MS = 15_000;

export function OverviewPage() {
  const { t } = useWords();
  const answer = useAnswer('incidents.dashboard', {}, { refetchIntervalMs: REFRESH_MS });
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.data === undefined) return <Skeleton height={260} radius={6} />;
  const { totals, bySite } = answer.data;
  return (
    <div className={pages.scroll}>
      <PageHeader title={t('incidents.overview.title')} />
      <div className={pages.tiles}>
        <StatTile
          label={t('incidents.overview.open')}
          value={totals.open}
          href="/incidents"
          icon={IconInbox}
        />
        <StatTile
          label={t('incidents.overview.atRisk')}
          value={totals.atRisk}
          href="/incidents?sla=at_risk"
          icon={IconHourglassLow}
          tone="warning"
        />
        <StatTile
          label={t('incidents.overview.overdue')}
          value={totals.overdue}
          href="/incidents?sla=overdue"
          icon={IconAlertOctagon}
          tone="alarm"
        />
        <StatTile
          label={t('incidents.overview.unacknowledged')}
          value={totals.unacknowledged}
          href="/incidents?ladder=unacknowledged"
          icon={IconBellRinging}
          tone="warning"
        />
        <StatTile
          label={t('incidents.overview.escalated')}
          value={totals.escalated}
          href="/incidents?ladder=escalated"
          icon={IconArrowBigUpLines}
          tone="warning"
        />
      </div>
      {totals.open === 0 ? (
        <EmptyState
          icon={IconMoodCheck}
          title={t('incidents.overview.none')}
          text={t('incidents.overview.none.text')}
        />
      ) : (
        <>
          <MostPressing />
          <div className={pages.columns}>
            <Panel title={t('incidents.overview.bySeverity')}>
              <BySeverity totals={totals} />
            </Panel>
            <Panel title={t('incidents.overview.bySite')} flush>
              <BySite rows={bySite} />
            </Panel>
          </div>
        </>
      )}
      <TrendCharts />
    </div>
  );
}
