import { Button, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { Gateways } from '#shared/domains/settings/message-ways.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import form from '#renderer/ui/form.module.css';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';
import { useDraftForm } from '../use-draft-form.ts';
import { useWords } from '../words.ts';
import styles from './settings.module.css';
import { type ConsoleSettings, useSettingsChanged } from './use-console-settings.ts';

type KeptGateways = NonNullable<ConsoleSettings['gateways']>;

const WAYS = [
  { way: 'sms', variable: 'FAIRLEAD_SMS_WEBHOOK_URL' },
  { way: 'push', variable: 'FAIRLEAD_PUSH_WEBHOOK_URL' },
] as const;

type GatewaysPanelProps = {
  readonly gateways: KeptGateways;
  readonly given: readonly string[];
  /** As it was just made. */
  readonly secret: string | null;
  readonly show: (secret: string | null) => void;
};

/** Where text and push messages go, and the secret that signs them, which is shown when it is made and never again. */
export function GatewaysPanel({ gateways, given, secret, show }: GatewaysPanelProps) {
  const { t } = useWords();
  const { sms, push, hasSecret } = gateways;
  const changed = useSettingsChanged();
  const save = useAction(
    useCallback(
      async (next: Gateways) => {
        show((await connection.api.settings.saveGateways.mutate(next)).secret);
        notifications.show({ message: t('settings.saved') });
        await changed();
      },
      [t, changed, show],
    ),
  );
  const draft = useDraftForm<Gateways>({
    formId: null,
    initial: { sms, push },
    schema: Gateways,
    error: save.error,
  });
  const submit = draft.onSubmit(async (values) => {
    await save.run(values);
  });
  return (
    <Panel title={t('settings.messages.gateways')}>
      <form className={form.form} onSubmit={submit} noValidate>
        <p className={form.note}>{t('settings.messages.gateways.text')}</p>
        {WAYS.map(({ way, variable }) => (
          <TextInput
            key={way}
            label={t(`settings.messages.${way}`)}
            description={given.includes(variable) ? t('settings.given', { name: variable }) : undefined}
            disabled={given.includes(variable)}
            inputMode="url"
            maxLength={500}
            placeholder="https://gateway.example.com/messages"
            value={draft.values[way] ?? ''}
            error={draft.errors[way]}
            onChange={(event) => draft.setFieldValue(way, event.currentTarget.value || null)}
          />
        ))}
        <Secret hasSecret={hasSecret} secret={secret} show={show} />
        <FormFooter
          phase={save.busy ? 'sending' : 'idle'}
          error={save.error}
          fields={['sms', 'push']}
          submit={t('settings.save')}
        />
      </form>
    </Panel>
  );
}

type SecretProps = Pick<GatewaysPanelProps, 'secret' | 'show'> & { readonly hasSecret: boolean };

function Secret({ hasSecret, secret, show }: SecretProps) {
  const { t } = useWords();
  const make = useAction(
    useCallback(async () => show((await connection.api.settings.newWebhookSecret.mutate()).secret), [show]),
  );
  return (
    <div className={styles.work}>
      <p className={styles.text}>
        {t('settings.messages.secret')}:{' '}
        {t(hasSecret ? 'settings.messages.secret.kept' : 'settings.messages.secret.none')}
      </p>
      {secret === null ? null : (
        <div role="status" className={styles.work}>
          <strong>{t('settings.messages.secret.once')}</strong>
          <code className={styles.secret}>{secret}</code>
        </div>
      )}
      {hasSecret ? (
        <Button variant="default" size="xs" loading={make.busy} onClick={() => void make.run(undefined)}>
          {t('settings.messages.secret.new')}
        </Button>
      ) : null}
      <ErrorAlert error={make.error} />
    </div>
  );
}
