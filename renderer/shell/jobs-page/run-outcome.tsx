import { useWords } from '../words.ts';
import styles from './jobs-page.module.css';
import type { JobRun } from './use-jobs.ts';

/** What came of a run, in words; `brief` leaves out what to do about a failure. */
export function RunOutcome({ run, brief = false }: { run: JobRun; brief?: boolean }) {
  const { t, label } = useWords();
  const { state, result, problem, missed, askedBy } = run;
  const isWrong = state === 'dead-letter' || state === 'failed';
  const said = result === null ? t(`jobs.state.${state}`) : label(result);
  const notes = [
    missed > 0 ? t('jobs.missed', { count: missed }) : '',
    askedBy === null || askedBy === '' ? '' : t('jobs.by', { name: askedBy }),
  ].filter(Boolean);
  return (
    <>
      <span className={isWrong ? styles.wrong : undefined}>{said}</span>
      {problem === null ? null : `: ${problem.message}`}
      {problem?.remedy === undefined || brief ? null : ` ${problem.remedy}`}
      {notes.length === 0 || brief ? null : <span className={styles.small}> ({notes.join(', ')})</span>}
    </>
  );
}
