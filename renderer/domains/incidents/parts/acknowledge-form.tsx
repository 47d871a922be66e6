import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconBellCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { ACKNOWLEDGE_FOR_MINUTES } from '#shared/domains/incidents/rules/acknowledging.ts';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import { useCommand } from '#renderer/shell/api/use-command.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import incidentStyles from '../incidents.module.css';
import styles from './ladder.module.css';

type Minutes = (typeof ACKNOWLEDGE_FOR_MINUTES)[number];
const AS_AGREED = 'default';

/** One big button is all it takes; for how long and with what answer may be said first. */
export function AcknowledgeForm({ incident }: { incident: Incident }) {
  const { t } = useWords();
  const command = useCommand('incidents.acknowledge', incident.id);
  const [stands, setStands] = useState<string>(AS_AGREED);
  const [response, setResponse] = useState('');
  async function acknowledge(): Promise<void> {
    const minutes = minutesOf(stands);
    const outcome = await command.run({
      id: incident.id,
      response: response.trim(),
      ...(minutes === undefined ? {} : { minutes }),
    });
    if (outcome !== undefined) setResponse('');
  }
  return (
    <div className={styles.form}>
      <ErrorAlert error={command.error} />
      <Button
        className={incidentStyles.acknowledge}
        fullWidth
        {...(incident.acknowledgedAt === null ? { size: 'md' } : { size: 'sm', variant: 'default' })}
        leftSection={<IconBellCheck size={20} />}
        loading={command.phase !== 'idle'}
        title={t('incidents.acknowledge.hint')}
        onClick={() => void acknowledge()}
      >
        {incident.acknowledgedAt === null ? t('incidents.acknowledge') : t('incidents.ladder.too')}
      </Button>
      <details>
        <summary>{t('incidents.ladder.options')}</summary>
        <div className={styles.options}>
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label={t('incidents.ladder.for')}
            data={[
              { value: AS_AGREED, label: t('incidents.ladder.for.default') },
              ...ACKNOWLEDGE_FOR_MINUTES.map((minutes) => ({
                value: String(minutes),
                label: t(`incidents.ladder.for.${minutes}`),
              })),
            ]}
            value={stands}
            onChange={setStands}
          />
          <TextInput
            size="sm"
            label={t('incidents.ladder.response')}
            maxLength={2_000}
            value={response}
            onChange={(event) => setResponse(event.currentTarget.value)}
          />
        </div>
      </details>
    </div>
  );
}

function minutesOf(text: string): Minutes | undefined {
  return ACKNOWLEDGE_FOR_MINUTES.find((minutes) => String(minutes) === text);
}
