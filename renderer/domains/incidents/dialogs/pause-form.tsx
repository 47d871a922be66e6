import { Select, Textarea } from '@mantine/core';
import { pauseClock, resumeClock } from '#shared/domains/incidents/commands/clock.ts';
import { mayPauseFor } from '#shared/domains/incidents/rules/pausing.ts';
import { PAUSE_REASONS, type PauseReason } from '#shared/domains/incidents/schema.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import type { ActionFormProps } from './action-form-props.ts';
import { useActionForm } from './use-action-form.ts';

export function PauseForm({ incident, onDone }: ActionFormProps) {
  const { t, label } = useWords();
  const reasons = PAUSE_REASONS.filter((reason) => mayPauseFor(incident.severity, reason));
  const { form, submit, footer } = useActionForm({
    incident,
    onDone,
    command: 'incidents.pauseClock',
    schema: pauseClock.input,
    initial: { reason: reasons[0] ?? 'other', note: '' } as { reason: PauseReason; note: string },
    toInput: (values) => ({ id: incident.id, ...values }),
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Select
        label={t('incidents.pause.reason')}
        data={reasons.map((reason) => ({ value: reason, label: label({ key: `pause.${reason}` }) }))}
        allowDeselect={false}
        data-autofocus
        {...form.getInputProps('reason')}
      />
      <Textarea label={t('incidents.pause.note')} autosize minRows={2} {...form.getInputProps('note')} />
      <p className={styles.note}>
        {incident.severity === 'critical' ? t('incidents.pause.critical') : t('incidents.pause.text')}
      </p>
      <FormFooter {...footer} submit={t('incidents.action.pauseClock')} />
    </form>
  );
}

export function ResumeForm({ incident, onDone }: ActionFormProps) {
  const { t } = useWords();
  const { submit, footer } = useActionForm({
    incident,
    onDone,
    command: 'incidents.resumeClock',
    schema: resumeClock.input,
    initial: {},
    toInput: () => ({ id: incident.id }),
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p className={styles.note}>{t('incidents.resume.text')}</p>
      <FormFooter {...footer} submit={t('incidents.action.resumeClock')} />
    </form>
  );
}
