import { Checkbox, Select, Skeleton, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { z } from 'zod';
import { CHANNELS, type Preferences, preferenceFields } from '#shared/domains/notifications/schema.ts';
import { SEVERITIES, type Severity } from '#shared/kernel/fields.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import form from '#renderer/ui/form.module.css';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { useAnswer } from '../api/use-answer.ts';
import { useCommand } from '../api/use-command.ts';
import { useDraftForm } from '../use-draft-form.ts';
import { useSite } from '../use-site.ts';
import { useWords } from '../words.ts';
import styles from './inbox.module.css';

/** Empty fields are none; the schema of the command sees what would be sent. */
type Values = Omit<Preferences, 'email' | 'phone' | 'pushToken' | 'quietHours'> & {
  readonly email: string;
  readonly phone: string;
  readonly pushToken: string;
  readonly isQuiet: boolean;
  readonly from: string;
  readonly to: string;
};

const Sent = z.object(preferenceFields);
const Fields = z.preprocess((values) => sentOf(values as Values), Sent);
const FOR = { desktop: 'desktopFor', email: 'emailFor', sms: 'smsFor', push: 'pushFor' } as const;

/** Where and when a person wants to be told. */
export function NotifyPreferencesPage() {
  const { t } = useWords();
  const answer = useAnswer('notifications.preferences', {});
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  return (
    <div className={pages.narrow}>
      <PageHeader title={t('notify.title')} />
      <p className={pages.lead}>{t('notify.text')}</p>
      {answer.data === undefined ? <Skeleton height={420} /> : <PreferencesForm preferences={answer.data} />}
    </div>
  );
}

function PreferencesForm({ preferences }: { preferences: Preferences }) {
  const { t } = useWords();
  const save = useCommand('notifications.setPreferences');
  const draft = useDraftForm<Values>({
    formId: null,
    initial: valuesOf(preferences),
    schema: Fields,
    error: save.error,
  });
  const submit = draft.onSubmit(async (values) => {
    if ((await save.run(sentOf(values))) !== undefined) notifications.show({ message: t('notify.saved') });
  });
  return (
    <form className={`${pages.card} ${form.form}`} onSubmit={submit} noValidate>
      <fieldset className={styles.fields}>
        <legend className={styles.legend}>{t('notify.addresses')}</legend>
        <TextInput label={t('notify.email')} type="email" {...draft.getInputProps('email')} />
        <div className={form.row}>
          <TextInput
            label={t('notify.phone')}
            description={t('notify.phone.hint')}
            type="tel"
            {...draft.getInputProps('phone')}
          />
          <TextInput
            label={t('notify.pushToken')}
            description={t('notify.pushToken.hint')}
            {...draft.getInputProps('pushToken')}
          />
        </div>
      </fieldset>
      <ChannelMatrix
        values={draft.values}
        onChange={(field, chosen) => draft.setValues({ [field]: [...chosen] })}
      />
      <QuietHours draft={draft} />
      <Select
        label={t('notify.digest')}
        allowDeselect={false}
        data={(['off', 'daily'] as const).map((value) => ({ value, label: t(`notify.digest.${value}`) }))}
        {...draft.getInputProps('digest')}
      />
      <Checkbox label={t('notify.sound')} {...draft.getInputProps('soundOn', { type: 'checkbox' })} />
      <FormFooter
        phase={save.phase}
        error={save.error}
        fields={['email', 'phone', 'pushToken']}
        submit={t('notify.save')}
      />
    </form>
  );
}

function ChannelMatrix({
  values,
  onChange,
}: {
  values: Values;
  onChange(field: (typeof FOR)[keyof typeof FOR], chosen: readonly Severity[]): void;
}) {
  const { t } = useWords();
  return (
    <fieldset className={styles.fields}>
      <legend className={styles.legend}>{t('notify.channels')}</legend>
      <table className={styles.matrix}>
        <thead>
          <tr>
            <td />
            {SEVERITIES.map((severity) => (
              <th key={severity} scope="col">
                {t(`severity.${severity}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {CHANNELS.map((channel) => (
            <tr key={channel}>
              <th scope="row">{t(`channel.${channel}`)}</th>
              {SEVERITIES.map((severity) => {
                const chosen = values[FOR[channel]];
                const isCritical = severity === 'critical';
                return (
                  <td key={severity}>
                    <Checkbox
                      aria-label={t('notify.for', {
                        channel: t(`channel.${channel}`),
                        severity: t(`severity.${severity}`),
                      })}
                      checked={isCritical || chosen.includes(severity)}
                      disabled={isCritical}
                      onChange={(event) =>
                        onChange(
                          FOR[channel],
                          SEVERITIES.filter((one) =>
                            one === severity ? event.currentTarget.checked : chosen.includes(one),
                          ),
                        )
                      }
                    />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </fieldset>
  );
}

function QuietHours({ draft }: { draft: ReturnType<typeof useDraftForm<Values>> }) {
  const { t } = useWords();
  const site = useSite();
  return (
    <fieldset className={styles.fields}>
      <legend className={styles.legend}>{t('notify.quiet')}</legend>
      <Checkbox label={t('notify.quiet.on')} {...draft.getInputProps('isQuiet', { type: 'checkbox' })} />
      {draft.values.isQuiet ? (
        <>
          <div className={form.row}>
            <TextInput
              label={t('notify.quiet.from')}
              type="time"
              {...draft.getInputProps('from')}
              error={draft.errors['quietHours'] ?? draft.errors['quietHours.from']}
            />
            <TextInput
              label={t('notify.quiet.to')}
              type="time"
              {...draft.getInputProps('to')}
              error={draft.errors['quietHours.to']}
            />
          </div>
          <p className={styles.small}>{t('notify.quiet.zone', { zone: site?.timeZone ?? '' })}</p>
        </>
      ) : null}
    </fieldset>
  );
}

function valuesOf({ quietHours, email, phone, pushToken, ...rest }: Preferences): Values {
  return {
    ...rest,
    email: email ?? '',
    phone: phone ?? '',
    pushToken: pushToken ?? '',
    isQuiet: quietHours !== null,
    from: quietHours?.from ?? '22:00',
    to: quietHours?.to ?? '06:00',
  };
}

function sentOf({ isQuiet, from, to, email, phone, pushToken, ...rest }: Values): Preferences {
  return {
    ...rest,
    email: email.trim() || null,
    phone: phone.replace(/[\s()-]/g, '') || null,
    pushToken: pushToken.trim() || null,
    quietHours: isQuiet ? { from, to } : null,
  };
}
