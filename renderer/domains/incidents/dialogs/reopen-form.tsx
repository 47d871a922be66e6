import { Textarea } from '@mantine/core';
import { reopen } from '#shared/domains/incidents/commands/close.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import type { ActionFormProps } from './action-form-props.ts';
import { useActionForm } from './use-action-form.ts';

export function ReopenForm({ incident, onDone }: ActionFormProps) {
  const { t } = useWords();
  const { form, submit, footer } = useActionForm({
    incident,
    onDone,
    command: 'incidents.reopen',
    schema: reopen.input,
    initial: { reason: '' },
    toInput: (values) => ({ id: incident.id, ...values }),
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Textarea
        label={t('incidents.reopen.reason')}
        autosize
        minRows={3}
        data-autofocus
        {...form.getInputProps('reason')}
      />
      <FormFooter {...footer} submit={t('incidents.action.reopen')} />
    </form>
  );
}
