import type { detail } from '#shared/domains/incidents/queries/detail.ts';
import { stageStays } from '#shared/domains/incidents/rules/stage-times.ts';
import { isOpen } from '#shared/domains/incidents/states.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { RecordHistory } from '#renderer/ui/record-history.tsx';
import styles from '../incidents.module.css';
import { CommentForm } from '../parts/comment-form.tsx';
import { DetailFiles } from '../parts/detail-files.tsx';
import { DetailTexts } from '../parts/detail-texts.tsx';
import { Facts } from '../parts/facts.tsx';
import { Followers } from '../parts/followers.tsx';
import { IncidentTimeline } from '../parts/incident-timeline.tsx';
import { Ladder } from '../parts/ladder.tsx';

type Detail = ReturnType<(typeof detail)['run']>;

/** What happened, who was called, and everything that was said and done since. */
export function SummaryTab({ detail: shown }: { detail: Detail }) {
  const { t } = useWords();
  const may = useMay();
  const { incident, site, timeline, timelineCut, attachments, archivedIn } = shown;
  return (
    <div className={styles.detail}>
      <div className={styles.side}>
        <DetailTexts incident={incident} />
        <DetailFiles incidentId={incident.id} files={attachments} />
        <Panel title={t('incidents.detail.timeline')}>
          <IncidentTimeline rows={timeline} cut={timelineCut} timeZone={site?.timeZone} />
          {may('comments.write') ? (
            <CommentForm incidentId={incident.id} isOpen={isOpen(incident.stage)} />
          ) : null}
        </Panel>
      </div>
      <div className={styles.side}>
        <Ladder incident={incident} />
        <Facts
          incident={incident}
          siteName={site?.name ?? null}
          stays={stageStays(incident, timeline, timelineCut)}
        />
        <Followers incidentId={incident.id} isArchived={archivedIn !== null} />
        <RecordHistory record={{ collection: 'incidents', id: incident.id }} />
      </div>
    </div>
  );
}
