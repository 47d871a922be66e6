import { Button } from '@mantine/core';
import { msOf } from '#shared/kernel/clock.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { relativeText } from '#renderer/ui/relative-time.tsx';
import { useHostNow } from '../connection/use-host-now.ts';
import tables from '../store-page/store-page.module.css';
import { useMay } from '../use-may.ts';
import { useWords } from '../words.ts';
import styles from './jobs-page.module.css';
import { type JobRun, useJobAct } from './use-jobs.ts';

/** Runs that something asked for, and those that failed and are tried again. */
export function WaitingPanel({ runs }: { runs: readonly JobRun[] }) {
  const { t } = useWords();
  const may = useMay();
  const { run: act, busy, error } = useJobAct();
  if (runs.length === 0) return null;
  return (
    <Panel title={t('jobs.waiting')} flush>
      <ErrorAlert error={error} />
      <div className={tables.scroller} tabIndex={0} role="group" aria-label={t('jobs.waiting')}>
        <table className={tables.table}>
          <tbody>
            {runs.map((run) => (
              <tr key={run.number}>
                <WaitingCells run={run} />
                <td className={styles.buttons}>
                  {may('jobs.manage') ? (
                    <Button
                      variant="subtle"
                      size="compact-sm"
                      disabled={busy}
                      onClick={() => void act({ act: 'cancel', number: run.number })}
                    >
                      {t('jobs.waiting.takeAway')}
                    </Button>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function WaitingCells({ run }: { run: JobRun }) {
  const { t, label } = useWords();
  const now = useHostNow();
  const { state, attempts, attemptsMax, nextAt, problem } = run;
  const isDue = msOf(nextAt) <= msOf(now);
  const when = isDue ? t('jobs.waiting.soon') : relativeText(nextAt, now);
  return (
    <>
      <th scope="row" className={styles.name}>
        {label({ key: run.titleKey })}
      </th>
      <td className={tables.whole}>
        {state === 'disabled' ? t('jobs.waiting.disabled') : null}
        {state === 'failed'
          ? t('jobs.waiting.again', { attempt: attempts + 1, max: attemptsMax, when })
          : null}
        {state === 'pending' ? when : null}
      </td>
      <td>
        {problem === null ? null : (
          <>
            <span className={styles.wrong}>{problem.message}</span> {problem.remedy}
          </>
        )}
      </td>
    </>
  );
}
