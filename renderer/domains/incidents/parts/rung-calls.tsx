import type { ladder } from '#shared/domains/incidents/queries/ladder.ts';
import { useWords } from '#renderer/shell/words.ts';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import styles from './ladder.module.css';

export type LadderAnswer = ReturnType<(typeof ladder)['run']>;
type Call = LadderAnswer['escalations'][number];

/** Whom a level called, why, and how it ended. */
export function RungCalls({ calls, wasSkipped }: { calls: readonly Call[]; wasSkipped: boolean }) {
  const { t } = useWords();
  if (wasSkipped) return <p className={styles.call}>{t('incidents.ladder.skipped')}</p>;
  return calls.map((call) => (
    <p key={call.id} className={styles.call}>
      {call.calledNames.length === 0
        ? t('incidents.ladder.calledNobody')
        : t('incidents.ladder.called', { names: call.calledNames.join(', ') })}
      {', '}
      <RelativeTime at={call.at} />
      {': '}
      {t(`incidents.ladder.trigger.${call.trigger}`, { name: call.escalatedByName })}
      {call.reason === null ? null : `, “${call.reason}”`}
      <br />
      {call.isActive
        ? t('incidents.ladder.ended.none')
        : t(`incidents.ladder.ended.${call.endedBecause ?? 'next_level'}`)}
      {call.response ? `: ${call.response}` : null}
    </p>
  ));
}
