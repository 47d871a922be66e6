import { Loader } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { relativeText } from '#renderer/ui/relative-time.tsx';
import { useHostNow } from '../connection/use-host-now.ts';
import { useWords } from '../words.ts';
import styles from './store-page.module.css';
import type { StoreTasks } from './use-store.ts';

type Task = NonNullable<StoreTasks[keyof StoreTasks]>;

/** How the latest work of a kind went. `done` says what it came to. */
export function TaskState<T extends Task>(props: {
  task: T | null;
  running: string;
  done(task: T, when: string): ReactNode;
}) {
  const { task, running, done } = props;
  const { t } = useWords();
  const now = useHostNow();
  if (task === null) return <p className={styles.text}>{t('store.never')}</p>;
  if (task.state === 'running') {
    return (
      <p className={styles.state} role="status">
        <Loader size={14} aria-hidden="true" />
        {running}
      </p>
    );
  }
  const when = relativeText(task.endedAt ?? task.startedAt, now);
  if (task.state === 'cancelled') return <p className={styles.text}>{t('store.cancelled', { when })}</p>;
  return task.state === 'failed' ? <ErrorAlert error={task.problem} /> : done(task, when);
}

export function GoodNews({ children }: { children: ReactNode }) {
  return (
    <p className={`${styles.state} ${styles.good}`} role="status">
      <IconCircleCheck size={16} stroke={1.9} aria-hidden="true" />
      <span>{children}</span>
    </p>
  );
}
