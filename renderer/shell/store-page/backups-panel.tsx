import { Button } from '@mantine/core';
import { IconDatabaseExport, IconDatabaseOff } from '@tabler/icons-react';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { bytesText } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import { useWords } from '../words.ts';
import styles from './store-page.module.css';
import { GoodNews, TaskState } from './task-state.tsx';
import { type StoreOverview, useStoreWork } from './use-store.ts';

export function BackupsPanel({ store }: { store: StoreOverview }) {
  const { t } = useWords();
  const work = useStoreWork('backup');
  const task = store.tasks.backup;
  const isRunning = task?.state === 'running';
  return (
    <Panel title={t('store.backups')} flush>
      <div className={styles.work} style={{ padding: '12px 14px' }}>
        <p className={styles.text}>{t('store.backups.text')}</p>
        <div className={styles.row}>
          <Button
            leftSection={<IconDatabaseExport size={15} />}
            loading={work.busy || isRunning}
            onClick={() => void work.run('start')}
          >
            {t('store.backups.now')}
          </Button>
          {task === null ? null : (
            <TaskState
              task={task}
              running={t('store.backup.running')}
              done={({ result }, when) =>
                result === null ? null : (
                  <GoodNews>
                    {t('store.backup.done', {
                      when,
                      size: bytesText(result.sizeBytes),
                      seq: result.journalSeq,
                    })}
                  </GoodNews>
                )
              }
            />
          )}
        </div>
        <ErrorAlert error={work.error ?? (task?.state === 'failed' ? null : store.backupProblem)} />
      </div>
      {store.backups.length === 0 ? (
        <EmptyState
          icon={IconDatabaseOff}
          title={t('store.backups.none')}
          text={t('store.backups.none.text')}
        />
      ) : (
        <BackupList store={store} />
      )}
    </Panel>
  );
}

function BackupList({ store }: { store: StoreOverview }) {
  const { t } = useWords();
  return (
    <>
      <div className={styles.scroller} tabIndex={0} role="group" aria-label={t('store.backups')}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('store.backups.taken')}</th>
              <th scope="col" className={styles.number}>
                {t('store.backups.size')}
              </th>
              <th scope="col">{t('store.backups.file')}</th>
            </tr>
          </thead>
          <tbody>
            {store.backups.map(({ name, takenAt, sizeBytes, kind }) => (
              <tr key={name}>
                <td>
                  <RelativeTime at={takenAt} />
                </td>
                <td className={styles.number}>{bytesText(sizeBytes)}</td>
                <td className={styles.code}>
                  {name}
                  {kind === 'backup' ? null : (
                    <span className={styles.note}> {t('store.backups.beforeUpgrade')}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={styles.details}>
        <p className={styles.text}>{t('store.backups.restore')}</p>
        <code className={styles.code}>{store.restoreCommand}</code>
      </div>
    </>
  );
}
