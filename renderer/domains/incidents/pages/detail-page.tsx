import { Skeleton } from '@mantine/core';
import { useParams } from 'wouter';
import { useAnswerAbout } from '#renderer/shell/api/use-answer.ts';
import { useRememberRecent } from '#renderer/shell/palette/recent-store.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import pages from '#renderer/ui/pages.module.css';
import { Panel } from '#renderer/ui/panel.tsx';
import { RecordHistory } from '#renderer/ui/record-history.tsx';
import styles from '../incidents.module.css';
import { CommentForm } from '../parts/comment-form.tsx';
import { DetailFiles } from '../parts/detail-files.tsx';
import { DetailHeader } from '../parts/detail-header.tsx';
import { DetailTexts } from '../parts/detail-texts.tsx';
import { Facts } from '../parts/facts.tsx';
import { Ladder } from '../parts/ladder.tsx';
import { IncidentTimeline } from '../parts/incident-timeline.tsx';

export function DetailPage() {
  const { t } = useWords();
  const { id = '' } = useParams();
  const may = useMay();
  const answer = useAnswerAbout('incidents.detail', { id });
  const shown = answer.data?.incident;
  useRememberRecent(
    shown && { path: `/incidents/${shown.id}`, kind: 'incident', label: `${shown.number}  ${shown.title}` },
  );
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.data === undefined) return <DetailSkeleton />;
  const { incident, site, timeline, timelineCut, attachments, archivedIn } = answer.data;
  return (
    <article className={pages.scroll} aria-labelledby="incident-title">
      <DetailHeader incident={incident} archivedIn={archivedIn} />
      <div className={styles.detail}>
        <div className={styles.side}>
          <DetailTexts incident={incident} />
          <DetailFiles incidentId={incident.id} files={attachments} />
          <Panel title={t('incidents.detail.timeline')}>
            <IncidentTimeline rows={timeline} cut={timelineCut} timeZone={site?.timeZone} />
            {may('comments.write') ? <CommentForm incidentId={incident.id} /> : null}
          </Panel>
        </div>
        <div className={styles.side}>
          <Ladder incident={incident} />
          <Facts incident={incident} siteName={site?.name ?? null} />
          <RecordHistory record={{ collection: 'incidents', id: incident.id }} />
        </div>
      </div>
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
