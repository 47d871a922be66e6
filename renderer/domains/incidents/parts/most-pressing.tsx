import { Link } from 'wouter';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useWords } from '#renderer/shell/words.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { SeverityBadge } from '#renderer/ui/severity-badge.tsx';
import { SlaClock } from '#renderer/ui/sla-clock.tsx';
import { StageBadge } from '#renderer/ui/stage-badge.tsx';
import styles from '../incidents.module.css';
import { DrillMark } from './drill-mark.tsx';

const ROWS = 10;

/** What to look at first: the worst open incidents. */
export function MostPressing() {
  const { t } = useWords();
  const rows = useAnswer('incidents.list', { sort: 'severity', limit: ROWS }).data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <Panel title={t('incidents.overview.mostPressing')} flush>
      <ul className={styles.pressing}>
        {rows.map((row) => (
          <li key={row.id}>
            <Link href={`/incidents/${row.id}`} className={styles.pressingRow}>
              <SeverityBadge severity={row.severity} quiet />
              <span className={styles.number}>{row.number}</span>
              <span className={styles.pressingTitle}>
                <DrillMark incident={row} /> {row.title}
              </span>
              <StageBadge stage={row.stage} />
              <SlaClock record={row} />
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
