import { closeDueAtOf, isClosedLate } from '#shared/domains/incidents/rules/close-target.ts';
import { isUnnamed } from '#shared/domains/incidents/rules/unnamed.ts';
import type { StageStay } from '#shared/domains/incidents/rules/stage-times.ts';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import { useHostNow } from '#renderer/shell/connection/use-host-now.ts';
import { useWords } from '#renderer/shell/words.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import styles from '../incidents.module.css';
import { StageTimes } from './stage-times.tsx';

type FactsProps = { incident: Incident; siteName: string | null; stays: readonly StageStay[] };

export function Facts({ incident, siteName, stays }: FactsProps) {
  const { t } = useWords();
  return (
    <Panel title={t('incidents.detail.facts')}>
      <dl className={styles.facts}>
        <dt>{t('incidents.detail.site')}</dt>
        <dd>{siteName ?? t('incidents.detail.unknownSite')}</dd>
        <dt>{t('incidents.detail.place')}</dt>
        <dd>{incident.place}</dd>
        <dt>{t('incidents.detail.type')}</dt>
        <dd>{t(`type.${incident.type}`)}</dd>
        <dt>{t('incidents.detail.category')}</dt>
        <dd>{t(`category.${incident.category}`)}</dd>
        <dt>{t('incidents.detail.reported')}</dt>
        <dd>
          {reporterOf(incident, t)}, <RelativeTime at={incident.reportedAt} />
        </dd>
        <Circumstances incident={incident} />
        <dt>{t('incidents.detail.assignee')}</dt>
        <dd>{incident.assigneeName ?? t('incidents.detail.nobody')}</dd>
        <dt>{t('incidents.detail.team')}</dt>
        <dd>{incident.teamId ?? t('incidents.detail.noTeam')}</dd>
        <ClosingTarget incident={incident} />
        <dt>{t('incidents.detail.stageTimes')}</dt>
        <dd>
          <StageTimes stays={stays} />
        </dd>
      </dl>
    </Panel>
  );
}

/** INC-49: until when it is to be closed, or whether it was; of a drill and a duplicate nothing. */
function ClosingTarget({ incident }: { incident: Incident }) {
  const { t } = useWords();
  const now = useHostNow();
  if (incident.isDrill === true || (incident.mergedIntoId ?? null) !== null) return null;
  const dueAt = closeDueAtOf(incident);
  const state =
    incident.closedAt === null
      ? now > dueAt
        ? t('incidents.detail.closeDue.over')
        : null
      : t(isClosedLate(incident) ? 'incidents.detail.closeDue.late' : 'incidents.detail.closeDue.inTime');
  return (
    <>
      <dt>{t('incidents.detail.closeDue')}</dt>
      <dd>
        <RelativeTime at={dueAt} />
        {state === null ? null : `, ${state}`}
      </dd>
    </>
  );
}

/** What was said beyond the first three fields; what was not takes no room. */
function Circumstances({ incident }: { incident: Incident }) {
  const { t } = useWords();
  const { occurredAt, impact, injured = 0, dead = 0, affected = '' } = incident;
  return (
    <>
      {occurredAt ? (
        <>
          <dt>{t('incidents.field.occurredAt')}</dt>
          <dd>
            <RelativeTime at={occurredAt} />
          </dd>
        </>
      ) : null}
      {impact ? (
        <>
          <dt>{t('incidents.field.impact')}</dt>
          <dd>{t(`incidents.impact.${impact}`)}</dd>
        </>
      ) : null}
      {injured + dead > 0 ? (
        <>
          <dt>{t('incidents.field.injured')}</dt>
          <dd>{injured}</dd>
          <dt>{t('incidents.field.dead')}</dt>
          <dd>{dead}</dd>
        </>
      ) : null}
      {affected === '' ? null : (
        <>
          <dt>{t('incidents.field.affected')}</dt>
          <dd>{affected}</dd>
        </>
      )}
    </>
  );
}

/** A monitor that has gone silent reports by the console itself, which has no name. */
function reporterOf(incident: Incident, t: ReturnType<typeof useWords>['t']): string {
  if (isUnnamed(incident)) return t('incidents.reporter.unknown');
  return incident.reportedByName === '' ? t('incidents.timeline.system') : incident.reportedByName;
}
