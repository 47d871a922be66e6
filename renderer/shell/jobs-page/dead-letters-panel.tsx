import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import sync from '../sync-page/sync-page.module.css';
import { useMay } from '../use-may.ts';
import { useWords } from '../words.ts';
import styles from './jobs-page.module.css';
import { type JobRun, useJobAct } from './use-jobs.ts';

/** What waits for a person: why it failed, what to do, and a way to try again. */
export function DeadLettersPanel({ runs }: { runs: readonly JobRun[] }) {
  const { t } = useWords();
  if (runs.length === 0) return null;
  return (
    <Panel title={t('jobs.dead')} flush>
      <div className={sync.line} data-above="true">
        <p className={sync.text}>{t('jobs.dead.text')}</p>
      </div>
      {runs.map((run) => (
        <DeadLetter key={run.number} run={run} />
      ))}
    </Panel>
  );
}

function DeadLetter({ run }: { run: JobRun }) {
  const { t, label } = useWords();
  const may = useMay();
  const { run: act, busy, error } = useJobAct();
  const { number, problem } = run;
  const name = label({ key: run.titleKey });
  return (
    <article className={styles.dead} aria-label={name}>
      <p className={sync.head}>
        {name}
        <span className={sync.field}>
          <RelativeTime at={run.endedAt ?? run.dueAt} />
          {', '}
          {t('jobs.dead.attempts', { count: run.attempts })}
        </span>
      </p>
      <ErrorAlert error={error ?? problem} />
      {may('jobs.manage') ? (
        <div className={styles.actions}>
          <Button
            variant="default"
            leftSection={<IconRefresh size={15} />}
            loading={busy}
            onClick={() => void act({ act: 'retry', number })}
          >
            {t('jobs.retry')}
          </Button>
          <Button variant="subtle" disabled={busy} onClick={() => void act({ act: 'cancel', number })}>
            {t('jobs.dismiss')}
          </Button>
        </div>
      ) : null}
    </article>
  );
}
