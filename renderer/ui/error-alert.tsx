import { IconAlertTriangle } from '@tabler/icons-react';
import type { ErrorDetails } from '#shared/kernel/errors.ts';
import { t } from '#renderer/shell/words.ts';
import { durationText } from './format.ts';
import styles from './states.module.css';

/** What happened and what to do next, in the host's own words. */
export function ErrorAlert({ error }: { error: ErrorDetails | null }) {
  if (error === null) return null;
  const retry =
    error.retryAfterSeconds === undefined
      ? ''
      : t('error.retryAfter', { duration: durationText(error.retryAfterSeconds * 1_000) });
  return (
    <div className={styles.alert} role="alert">
      <IconAlertTriangle size={17} stroke={1.9} aria-hidden="true" />
      <div>
        <p className={styles.alertMessage}>{error.message}</p>
        {error.remedy || retry ? (
          <p className={styles.alertRemedy}>{[error.remedy, retry].filter(Boolean).join(' ')}</p>
        ) : null}
      </div>
    </div>
  );
}
