import { Loader } from '@mantine/core';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import type { ConsoleStatus } from '../connection/console-store.ts';
import { Outside } from '../frame/outside.tsx';
import styles from '../frame/outside.module.css';
import { useWords } from '../words.ts';

/** Enrolled, and waiting for the site's people: on a slow link this takes its time, and says so. */
export function JoiningPage({ status }: { status: ConsoleStatus }) {
  const { t } = useWords();
  return (
    <Outside
      title={t('firstRun.joining', { site: status.site?.name ?? '' })}
      text={t('firstRun.joining.text')}
    >
      <p className={styles.busy} role="status">
        <Loader size={16} aria-hidden="true" />
        {t(`status.link.${status.sync.link}`)}
      </p>
      <ErrorAlert error={status.sync.problem} />
    </Outside>
  );
}
