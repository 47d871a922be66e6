import { type StageStay, timeInStages } from '#shared/domains/incidents/rules/stage-times.ts';
import { useHostNow } from '#renderer/shell/connection/use-host-now.ts';
import { useWords } from '#renderer/shell/words.ts';
import { durationText } from '#renderer/ui/format.ts';
import styles from '../incidents.module.css';

/** How long it has been in each stage so far. */
export function StageTimes({ stays }: { stays: readonly StageStay[] }) {
  const { t } = useWords();
  const now = useHostNow();
  return (
    <ul className={styles.stageTimes}>
      {timeInStages(stays, now).map(({ stage, ms }) => (
        <li key={stage}>
          {t(`stage.${stage}`)} <span className="fl-number">{durationText(ms)}</span>
        </li>
      ))}
    </ul>
  );
}
