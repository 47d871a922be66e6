import { Button, Loader } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ErrorDetails } from '#shared/kernel/errors.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ErrorAlert } from './error-alert.tsx';
import styles from './form.module.css';

type FormFooterProps = {
  phase: 'idle' | 'sending' | 'waiting';
  error: ErrorDetails | null;
  /** Fields the form shows: an error at one of them stands there and needs no second alert. */
  fields: readonly string[];
  submit: string;
  danger?: boolean;
  disabled?: boolean;
  onCancel?: () => void;
  children?: ReactNode;
};

/** Error, "waiting for the console" and buttons: the same at the end of every form. */
export function FormFooter(props: FormFooterProps) {
  const { phase, error, fields, submit, danger = false, disabled = false, onCancel, children } = props;
  const { t } = useWords();
  const general = error?.field !== undefined && fields.includes(error.field) ? null : error;
  return (
    <div className={styles.footer}>
      <ErrorAlert error={general} />
      <p className={styles.waiting} role="status" hidden={phase !== 'waiting'}>
        {phase === 'waiting' ? (
          <>
            <Loader size={14} aria-hidden="true" /> {t('command.waiting')}
          </>
        ) : null}
      </p>
      <div className={styles.buttons}>
        {children}
        {onCancel === undefined ? null : (
          <Button variant="default" size="sm" onClick={onCancel}>
            {t('action.cancel')}
          </Button>
        )}
        <Button
          type="submit"
          size="sm"
          {...(danger ? { color: 'red' } : {})}
          loading={phase !== 'idle'}
          disabled={disabled}
        >
          {submit}
        </Button>
      </div>
    </div>
  );
}
