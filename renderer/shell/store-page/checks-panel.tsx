import { Button } from '@mantine/core';
import { IconLink, IconShieldCheck } from '@tabler/icons-react';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { useWords } from '../words.ts';
import styles from './store-page.module.css';
import { GoodNews, TaskState } from './task-state.tsx';
import { type StoreTasks, useStoreWork } from './use-store.ts';

export function ChecksPanel({ tasks }: { tasks: StoreTasks }) {
  const { t } = useWords();
  return (
    <Panel title={t('store.checks')}>
      <ChainCheck task={tasks['verify-chain']} />
      <IntegrityCheck task={tasks.integrity} />
    </Panel>
  );
}

function ChainCheck({ task }: { task: StoreTasks['verify-chain'] }) {
  const { t } = useWords();
  const work = useStoreWork('verify-chain');
  return (
    <div className={styles.work}>
      <p className={styles.text}>{t('store.chain.text')}</p>
      <Button
        variant="default"
        leftSection={<IconLink size={15} />}
        loading={work.busy || task?.state === 'running'}
        onClick={() => void work.run('start')}
      >
        {t('store.chain')}
      </Button>
      <ErrorAlert error={work.error} />
      <TaskState
        task={task}
        running={t('store.chain.running')}
        done={({ result }, when) => {
          if (result === null) return null;
          if (result.sound) {
            return <GoodNews>{t('store.chain.sound', { count: result.entries, when })}</GoodNews>;
          }
          return (
            <ErrorAlert
              error={{
                code: 'chain-broken',
                message: t('store.chain.broken', { seq: result.badSeq, when }),
                remedy: t('store.chain.broken.remedy'),
              }}
            />
          );
        }}
      />
    </div>
  );
}

function IntegrityCheck({ task }: { task: StoreTasks['integrity'] }) {
  const { t } = useWords();
  const work = useStoreWork('integrity');
  return (
    <div className={styles.work}>
      <p className={styles.text}>{t('store.integrity.text')}</p>
      <Button
        variant="default"
        leftSection={<IconShieldCheck size={15} />}
        loading={work.busy || task?.state === 'running'}
        onClick={() => void work.run('start')}
      >
        {t('store.integrity')}
      </Button>
      <ErrorAlert error={work.error} />
      <TaskState
        task={task}
        running={t('store.integrity.running')}
        done={({ result }, when) => {
          if (result === null) return null;
          if (result.problems.length === 0) {
            return <GoodNews>{t('store.integrity.sound', { when })}</GoodNews>;
          }
          return (
            <>
              <ErrorAlert
                error={{
                  code: 'store-corrupt',
                  message: t('store.integrity.broken', { when }),
                  remedy: t('store.integrity.broken.remedy'),
                }}
              />
              <ul className={styles.code}>
                {result.problems.map((problem) => (
                  <li key={problem}>{problem}</li>
                ))}
              </ul>
            </>
          );
        }}
      />
    </div>
  );
}
