import { Skeleton } from '@mantine/core';
import { useParams } from 'wouter';
import { useAnswerAbout } from '#renderer/shell/api/use-answer.ts';
import { useRememberRecent } from '#renderer/shell/palette/recent-store.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import pages from '#renderer/ui/pages.module.css';
import { ApprovalNote } from '../parts/approval-note.tsx';
import { AssessmentNote } from '../parts/assessment-note.tsx';
import { DetailHeader } from '../parts/detail-header.tsx';
import { DetailTabs } from '../parts/detail-tabs.tsx';
import { LastUpdate } from '../parts/last-update.tsx';
import { MergedNote } from '../parts/merged-note.tsx';
import styles from '../incidents.module.css';
import { SummaryTab } from '../tabs/summary-tab.tsx';

export function DetailPage() {
  const { id = '' } = useParams();
  const answer = useAnswerAbout('incidents.detail', { id });
  const shown = answer.data?.incident;
  useRememberRecent(
    shown && { path: `/incidents/${shown.id}`, kind: 'incident', label: `${shown.number}  ${shown.title}` },
  );
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.data === undefined) return <DetailSkeleton />;
  const { incident, archivedIn, assessment, approvals, lastUpdate, site } = answer.data;
  return (
    <article className={pages.scroll} aria-labelledby="incident-title">
      <DetailHeader incident={incident} archivedIn={archivedIn} />
      <MergedNote incident={incident} />
      {assessment === null ? null : <AssessmentNote incidentId={incident.id} dueAt={assessment.dueAt} />}
      {approvals.map((approval) => (
        <ApprovalNote key={approval.id} incident={incident} approval={approval} />
      ))}
      {lastUpdate === null ? null : (
        <LastUpdate incident={incident} update={lastUpdate} timeZone={site?.timeZone} />
      )}
      <DetailTabs incident={incident}>
        <SummaryTab detail={answer.data} />
      </DetailTabs>
    </article>
  );
}

function DetailSkeleton() {
  return (
    <div className={pages.scroll} aria-hidden="true">
      <Skeleton height={18} width={220} />
      <Skeleton height={28} width="55%" />
      <div className={styles.detail}>
        <Skeleton height={340} />
        <Skeleton height={340} />
      </div>
    </div>
  );
}
