import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import { useCommand } from '#renderer/shell/api/use-command.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import styles from './ladder.module.css';

/** A step that somebody started by mistake; those whom it called read the reason. */
export function CallOffForm({ incident, stepId }: { incident: Incident; stepId: string }) {
  const { t } = useWords();
  const command = useCommand('incidents.callOff', stepId);
  const [reason, setReason] = useState('');
  return (
    <details className={styles.form}>
      <summary>{t('incidents.callOff')}</summary>
      <form
        className={styles.options}
        onSubmit={(event) => {
          event.preventDefault();
          void command.run({ id: incident.id, stepId, reason: reason.trim() });
        }}
      >
        <ErrorAlert error={command.error} />
        <TextInput
          size="sm"
          label={t('incidents.callOff.reason')}
          description={t('incidents.callOff.hint')}
          maxLength={2_000}
          required
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant="default"
          size="sm"
          disabled={reason.trim() === ''}
          loading={command.phase !== 'idle'}
        >
          {t('incidents.callOff')}
        </Button>
      </form>
    </details>
  );
}
