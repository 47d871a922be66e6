import { Button } from '@mantine/core';
import { IconFileExport, IconX } from '@tabler/icons-react';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { useWords } from '../words.ts';
import styles from './store-page.module.css';
import { GoodNews, TaskState } from './task-state.tsx';
import { type StoreTasks, useStoreWork } from './use-store.ts';
import { CountedProgress } from '#renderer/ui/counted-progress.tsx';

export function ExportPanel({ task }: { task: StoreTasks['export'] }) {
  const { t } = useWords();
  const work = useStoreWork('export');
  const isRunning = task?.state === 'running';
  const done = task?.progress?.done ?? 0;
  const total = task?.progress?.total ?? 0;
  return (
    <Panel title={t('store.export')}>
      <div className={styles.work}>
        <p className={styles.text}>{t('store.export.text')}</p>
        <div className={styles.row}>
          <Button
            variant="default"
            leftSection={<IconFileExport size={15} />}
            loading={isRunning}
            disabled={work.busy}
            onClick={() => void work.run('start')}
          >
            {t('store.export.now')}
          </Button>
          {isRunning ? (
            <Button
              variant="subtle"
              leftSection={<IconX size={15} />}
              onClick={() => void work.run('cancel')}
            >
              {t('action.cancel')}
            </Button>
          ) : null}
        </div>
        {isRunning ? <CountedProgress done={done} total={total} label={t('store.export.progress')} /> : null}
        <ErrorAlert error={work.error} />
        <TaskState
          task={task}
          running={total === 0 ? t('store.export.starting') : t('store.export.running', { done, total })}
          done={({ result }, when) =>
            result === null ? null : (
              <GoodNews>
                {t('store.export.done', {
                  rows: result.rows,
                  tables: result.tables,
                  count: result.files,
                  when,
                })}{' '}
                <code className={styles.code}>{result.folder}</code>
              </GoodNews>
            )
          }
        />
      </div>
    </Panel>
  );
}
