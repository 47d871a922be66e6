import { Textarea } from '@mantine/core';
import { resolve } from '#shared/domains/incidents/commands/close.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import type { ActionFormProps } from './action-form-props.ts';
import { useActionForm } from './use-action-form.ts';

export function ResolveForm({ incident, onDone }: ActionFormProps) {
  const { t } = useWords();
  const { form, submit, footer } = useActionForm({
    incident,
    onDone,
    command: 'incidents.resolve',
    schema: resolve.input,
    initial: { resolution: '' },
    toInput: (values) => ({ id: incident.id, ...values }),
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p className={styles.note}>{t('incidents.resolve.text')}</p>
      <Textarea
        label={t('incidents.resolve.resolution')}
        autosize
        minRows={3}
        data-autofocus
        {...form.getInputProps('resolution')}
      />
      <FormFooter {...footer} submit={t('incidents.action.resolve')} />
    </form>
  );
}
