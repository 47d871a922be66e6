import { Link } from 'wouter';
import type { ClosingGap } from '#shared/domains/incidents/rules/closing.ts';
import { useWords } from '#renderer/shell/words.ts';
import styles from '../investigation.module.css';

const TAB_OF: { readonly [Gap in ClosingGap]: 'investigation' | 'actions' } = {
  investigation: 'investigation',
  root_cause: 'investigation',
  corrective_action: 'actions',
  open_actions: 'actions',
};

type ClosingGapsProps = {
  incidentId: string;
  gaps: readonly ClosingGap[];
  openActions: readonly { readonly id: string }[];
  onLeave(): void;
};

/** What is still missing before an incident can be closed, each with the way to it. */
export function ClosingGaps({ incidentId, gaps, openActions, onLeave }: ClosingGapsProps) {
  const { t } = useWords();
  if (gaps.length === 0) return <p className={styles.muted}>{t('incidents.close.ready')}</p>;
  return (
    <section aria-label={t('incidents.close.missing')}>
      <h3 className={styles.listTitle}>{t('incidents.close.missing')}</h3>
      <ul className={styles.gaps}>
        {gaps.map((gap) => (
          <li key={gap}>
            <Link href={`/incidents/${incidentId}?tab=${TAB_OF[gap]}`} onClick={onLeave}>
              {t(`incidents.close.gap.${gap}`, { count: openActions.length })}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
