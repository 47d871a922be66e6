import { Textarea } from '@mantine/core';
import { close } from '#shared/domains/incidents/commands/close.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import type { ActionFormProps } from './action-form-props.ts';
import { useActionForm } from './use-action-form.ts';

export function CloseForm({ incident, onDone }: ActionFormProps) {
  const { t } = useWords();
  const { form, submit, footer } = useActionForm({
    incident,
    onDone,
    command: 'incidents.close',
    schema: close.input,
    initial: { rootCause: incident.rootCause ?? '', correctiveAction: incident.correctiveAction ?? '' },
    toInput: (values) => ({ id: incident.id, ...values }),
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Textarea
        label={t('incidents.close.rootCause')}
        autosize
        minRows={3}
        data-autofocus
        {...form.getInputProps('rootCause')}
      />
      <Textarea
        label={t('incidents.close.correctiveAction')}
        description={t('incidents.close.correctiveAction.hint')}
        autosize
        minRows={3}
        {...form.getInputProps('correctiveAction')}
      />
      <FormFooter {...footer} submit={t('incidents.action.close')} />
    </form>
  );
}
