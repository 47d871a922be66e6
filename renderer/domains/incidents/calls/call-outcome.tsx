import { IconCircleCheck, IconCircleDashed, IconCircleX, IconFilePlus, type Icon } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { CallRow } from '#shared/domains/incidents/queries/incoming-calls.ts';
import { useWords } from '#renderer/shell/words.ts';
import styles from '../monitors/monitors.module.css';

const ICONS: { readonly [Outcome in CallRow['outcome']]: Icon } = {
  waiting: IconCircleDashed,
  reported: IconFilePlus,
  acknowledged: IconCircleCheck,
  refused: IconCircleX,
};

/** What the home site made of a call, by sign and word, with its incident or why there is none. */
export function CallOutcome({ call }: { call: CallRow }) {
  const { t } = useWords();
  const { outcome, refusedBecause, incident } = call;
  const OutcomeIcon = ICONS[outcome];
  return (
    <span className={styles.cell}>
      <span className={styles.state}>
        <OutcomeIcon size={16} stroke={1.8} aria-hidden="true" />
        {t(`incidents.calls.outcome.${outcome}`)}
        {incident === null ? null : <Link href={`/incidents/${incident.id}`}>{incident.number}</Link>}
      </span>
      {refusedBecause === null ? null : (
        <span className={styles.muted}>{t(`callRefusal.${refusedBecause}`)}</span>
      )}
    </span>
  );
}
