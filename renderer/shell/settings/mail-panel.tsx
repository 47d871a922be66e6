import { Button, NumberInput, PasswordInput, Select, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { MAIL_TLS, MailRelayInput } from '#shared/domains/settings/message-ways.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import form from '#renderer/ui/form.module.css';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';
import { useDraftForm } from '../use-draft-form.ts';
import { useWords } from '../words.ts';
import { type ConsoleSettings, useSettingsChanged } from './use-console-settings.ts';

type Mail = NonNullable<ConsoleSettings['mail']>;
const EMPTY = { host: '', port: 465, tls: 'tls', user: '', from: '' } as const;
const FIELDS = ['host', 'port', 'tls', 'user', 'password', 'from'];

type MailPanelProps = { readonly mail: Mail; readonly isGiven: boolean; readonly isStorePlain: boolean };

/** The relay that takes the e-mail of this console. The password goes in and never comes out again. */
export function MailPanel({ mail, isGiven, isStorePlain }: MailPanelProps) {
  const { t } = useWords();
  return (
    <Panel title={t('settings.messages.mail')}>
      {isGiven ? (
        <p className={form.note}>{t('settings.given', { name: 'FAIRLEAD_SMTP_URL' })}</p>
      ) : (
        <MailForm mail={mail} isStorePlain={isStorePlain} />
      )}
    </Panel>
  );
}

function MailForm({ mail: { relay, hasPassword }, isStorePlain }: Omit<MailPanelProps, 'isGiven'>) {
  const { t } = useWords();
  const save = useSaveRelay();
  const draft = useDraftForm<MailRelayInput & { password: string }>({
    formId: null,
    initial: { ...(relay ?? EMPTY), password: '' },
    schema: MailRelayInput,
    error: save.error,
  });
  const submit = draft.onSubmit(async ({ password, ...values }) => {
    // Nothing typed is no change; a user name that was taken away takes its password along.
    await save.run({ ...values, ...(password === '' ? {} : { password }) });
  });
  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <div className={form.row}>
        <TextInput label={t('settings.messages.host')} maxLength={253} {...draft.getInputProps('host')} />
        <NumberInput
          label={t('settings.messages.port')}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="none"
          hideControls
          {...draft.getInputProps('port')}
        />
      </div>
      <Select
        label={t('settings.messages.tls')}
        allowDeselect={false}
        data={MAIL_TLS.map((value) => ({ value, label: t(`settings.messages.tls.${value}`) }))}
        {...draft.getInputProps('tls')}
      />
      <TextInput
        label={t('settings.messages.user')}
        description={t('settings.messages.user.text')}
        autoComplete="off"
        maxLength={200}
        {...draft.getInputProps('user')}
      />
      <PasswordInput
        label={t('settings.messages.password')}
        description={t(hasPassword ? 'settings.messages.password.kept' : 'settings.messages.password.none')}
        autoComplete="new-password"
        maxLength={500}
        {...draft.getInputProps('password')}
      />
      {isStorePlain ? <p className={form.note}>{t('settings.messages.plainStore')}</p> : null}
      <TextInput
        label={t('settings.messages.from')}
        placeholder="Fairlead <alerts@example.com>"
        maxLength={320}
        {...draft.getInputProps('from')}
      />
      <FormFooter
        phase={save.busy ? 'sending' : 'idle'}
        error={save.error}
        fields={FIELDS}
        submit={t('settings.save')}
      >
        {relay === null ? null : <RemoveRelay />}
      </FormFooter>
    </form>
  );
}

function RemoveRelay() {
  const { t } = useWords();
  const remove = useSaveRelay();
  return (
    <>
      <ErrorAlert error={remove.error} />
      <Button variant="default" size="sm" loading={remove.busy} onClick={() => void remove.run(null)}>
        {t('settings.messages.remove')}
      </Button>
    </>
  );
}

function useSaveRelay() {
  const { t } = useWords();
  const changed = useSettingsChanged();
  return useAction(
    useCallback(
      async (relay: MailRelayInput | null) => {
        await connection.api.settings.saveMailRelay.mutate({ relay });
        notifications.show({ message: t('settings.saved') });
        await changed();
      },
      [t, changed],
    ),
  );
}
