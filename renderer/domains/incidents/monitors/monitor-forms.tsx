import { Textarea } from '@mantine/core';
import { muteMonitor, removeMonitor } from '#shared/domains/incidents/commands/monitors.ts';
import type { MonitorRow } from '#shared/domains/incidents/queries/monitors.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import { usePartForm } from '../dialogs/use-part-form.ts';
import { InstantField } from '../parts/instant-field.tsx';

type FormProps = { monitor: MonitorRow; onDone(): void };

export function MuteForm({ monitor, onDone }: FormProps) {
  const { t } = useWords();
  const { form, submit, footer } = usePartForm({
    command: 'incidents.muteMonitor',
    place: monitor.id,
    schema: muteMonitor.input.omit({ monitorId: true }),
    initial: { until: null as string | null, reason: '' },
    toInput: (values) => ({ monitorId: monitor.id, ...values }),
    onDone,
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p className={styles.note}>{t('incidents.monitor.mute.text')}</p>
      <Textarea
        label={t('incidents.monitor.mute.reason')}
        autosize
        maxLength={300}
        data-autofocus
        {...form.getInputProps('reason')}
      />
      <InstantField
        label={t('incidents.monitor.mute.until')}
        value={form.values.until}
        error={form.errors['until']}
        onChange={(value) => form.setFieldValue('until', value)}
      />
      <FormFooter {...footer} submit={t('incidents.monitor.mute')} />
    </form>
  );
}

export function RemoveMonitorForm({ monitor, onDone }: FormProps) {
  const { t } = useWords();
  const { submit, footer } = usePartForm({
    command: 'incidents.removeMonitor',
    place: monitor.id,
    schema: removeMonitor.input.omit({ monitorId: true }),
    initial: {},
    toInput: () => ({ monitorId: monitor.id }),
    onDone,
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p className={styles.note}>{t('incidents.monitor.remove.text')}</p>
      <FormFooter {...footer} danger submit={t('incidents.monitor.remove')} />
    </form>
  );
}
