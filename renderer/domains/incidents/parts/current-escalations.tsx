import { Link } from 'wouter';
import { OPEN_AT_CRITICAL_LEVELS } from '#shared/domains/incidents/rules/rows-of-numbers.ts';
import type { Answer } from '#renderer/shell/api/questions.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useWords } from '#renderer/shell/words.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import { SeverityBadge } from '#renderer/ui/severity-badge.tsx';
import styles from './current-escalations.module.css';
import { countText, NumberLink } from './number-link.tsx';

type Row = Answer<'incidents.currentEscalations'>['rows'][number];

/** What the ladder has taken to level 2 and above: since when, and whom it waits for. */
export function CurrentEscalations() {
  const { t } = useWords();
  const answer = useAnswer('incidents.currentEscalations', {}).data;
  if (answer === undefined || answer.total === 0) return null;
  const title = t('incidents.overview.escalations');
  return (
    <Panel title={title} flush>
      <ul className={styles.rows}>
        {answer.rows.map((row) => (
          <li key={row.incident.id}>
            <EscalationRow row={row} />
          </li>
        ))}
      </ul>
      {answer.total > answer.rows.length ? (
        <p className={styles.more}>
          <NumberLink rows={OPEN_AT_CRITICAL_LEVELS} label={title}>
            {t('incidents.overview.escalations.all', { count: countText(answer.total) })}
          </NumberLink>
        </p>
      ) : null}
    </Panel>
  );
}

function EscalationRow({ row: { incident, siteName, since, waitsFor } }: { row: Row }) {
  const { t } = useWords();
  const isTaken = incident.acknowledgedAt !== null;
  return (
    <Link href={`/incidents/${incident.id}`} className={styles.row}>
      <SeverityBadge severity={incident.severity} quiet />
      <span className={styles.number}>{incident.number}</span>
      <span className={styles.title}>
        {incident.title}
        <span className={styles.site}>{siteName ?? t('incidents.detail.unknownSite')}</span>
      </span>
      <span>
        {t('incidents.overview.level.some', { level: incident.escalationLevel })}, <RelativeTime at={since} />
      </span>
      <span className={styles.waits} data-alarm={!isTaken}>
        {isTaken
          ? t('incidents.overview.escalations.taken', { name: incident.acknowledgedByName ?? '' })
          : waitsFor.length === 0
            ? t('incidents.overview.escalations.standIns')
            : t('incidents.overview.escalations.waitsFor', { names: waitsFor.join(', ') })}
      </span>
    </Link>
  );
}
