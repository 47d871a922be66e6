import { Button, Select, TextInput } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { type FormEvent, useCallback, useState } from 'react';
import type { SendOutcome } from '#shared/delivery/channel.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import form from '#renderer/ui/form.module.css';
import { Panel } from '#renderer/ui/panel.tsx';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';
import { GoodNews } from '../store-page/task-state.tsx';
import { useWords } from '../words.ts';
import styles from './settings.module.css';
import type { ConsoleSettings } from './use-console-settings.ts';

type Way = ConsoleSettings['ownWays'][number];

/** Tries a way out, and shows what the other end answered, not what one would like to hear. */
export function TestPanel({ ways }: { ways: readonly Way[] }) {
  const { t } = useWords();
  const [chosen, choose] = useState<Way | undefined>();
  const [to, setTo] = useState('');
  const [outcome, setOutcome] = useState<SendOutcome | null>(null);
  const channel = chosen !== undefined && ways.includes(chosen) ? chosen : ways[0];
  const test = useAction(
    useCallback(async (message: { channel: Way; to: string }) => {
      setOutcome(null);
      setOutcome(await connection.api.settings.testWay.mutate(message));
    }, []),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (channel !== undefined) void test.run({ channel, to });
  };
  return (
    <Panel title={t('settings.messages.test')}>
      <form className={form.form} onSubmit={submit} noValidate>
        <p className={form.note}>{t('settings.messages.test.text')}</p>
        <div className={form.row}>
          <Select
            label={t('settings.messages.test.channel')}
            allowDeselect={false}
            data={ways.map((value) => ({ value, label: t(`settings.messages.way.${value}`) }))}
            value={channel ?? null}
            onChange={(value) => choose(ways.find((way) => way === value))}
          />
          <TextInput
            label={t('settings.messages.test.to')}
            maxLength={500}
            value={to}
            error={test.error?.field === 'to' ? test.error.message : undefined}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
        </div>
        <div className={styles.work}>
          <Button type="submit" variant="default" leftSection={<IconSend size={15} />} loading={test.busy}>
            {t('settings.messages.test.send')}
          </Button>
          <ErrorAlert error={test.error?.field === 'to' ? null : test.error} />
          {outcome === null ? null : <Outcome outcome={outcome} />}
        </div>
      </form>
    </Panel>
  );
}

function Outcome({ outcome }: { outcome: SendOutcome }) {
  const { t } = useWords();
  if (outcome.state === 'failed') {
    const { reason, isRetriable } = outcome;
    return (
      <ErrorAlert
        error={{
          code: 'rule-broken',
          message: t('settings.messages.test.failed', { reason }),
          remedy: t(isRetriable ? 'settings.messages.test.later' : 'settings.messages.test.never'),
        }}
      />
    );
  }
  const answer = outcome.relayId === null ? '' : ` (${outcome.relayId})`;
  return <GoodNews>{t(`settings.messages.test.${outcome.state}`, { answer })}</GoodNews>;
}
