import { Skeleton } from '@mantine/core';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { useSite } from '../use-site.ts';
import { useWords } from '../words.ts';
import { DeadLettersPanel } from './dead-letters-panel.tsx';
import { HealthPanel } from './health-panel.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { NextPanel } from './next-panel.tsx';
import { useJobs, useJobsFollowed } from './use-jobs.ts';
import { WaitingPanel } from './waiting-panel.tsx';

/** What this console does by itself: what is wrong, what comes next, what came of the last runs. */
export function JobsPage() {
  const { t } = useWords();
  const site = useSite();
  useJobsFollowed();
  const answer = useJobs();
  const jobs = answer.data;
  return (
    <div className={pages.scroll}>
      <PageHeader
        title={t('jobs.title')}
        {...(site === null ? {} : { note: t('jobs.note', { site: site.name, zone: site.timeZone }) })}
      />
      {jobs?.isHome === false ? <p className={pages.lead}>{t('jobs.notHome')}</p> : null}
      <HealthPanel />
      {answer.isError ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isPending ? <Skeleton height={240} /> : null}
      {jobs === undefined ? null : (
        <>
          <DeadLettersPanel runs={jobs.deadLetters} />
          <WaitingPanel runs={jobs.waiting} />
          <NextPanel jobs={jobs.jobs} timeZone={jobs.timeZone} />
        </>
      )}
      <HistoryPanel timeZone={jobs?.timeZone} />
    </div>
  );
}
