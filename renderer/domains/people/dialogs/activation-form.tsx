import { Textarea } from '@mantine/core';
import { deactivate } from '#shared/domains/people/manage.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import type { PersonFormProps } from './person-dialog.tsx';
import { usePersonForm } from './use-person-form.ts';

export function DeactivateForm(props: PersonFormProps) {
  return <ActivationForm {...props} command="people.deactivate" />;
}

export function ReactivateForm(props: PersonFormProps) {
  return <ActivationForm {...props} command="people.reactivate" />;
}

type Command = 'people.deactivate' | 'people.reactivate';

/** Says what it means before it is done, and asks why. */
function ActivationForm({ person, onDone, command }: PersonFormProps & { command: Command }) {
  const { t } = useWords();
  const isEnd = command === 'people.deactivate';
  const { form, submit, footer } = usePersonForm({
    personId: person.id,
    command,
    schema: deactivate.input.omit({ id: true }),
    initial: { reason: '' },
    toInput: (values) => ({ id: person.id, ...values }),
    onDone,
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p className={styles.note}>{t(isEnd ? 'people.deactivate.text' : 'people.reactivate.text')}</p>
      <Textarea
        label={t('people.reason')}
        autosize
        minRows={2}
        data-autofocus
        {...form.getInputProps('reason')}
      />
      <FormFooter
        {...footer}
        danger={isEnd}
        submit={t(isEnd ? 'people.action.deactivate' : 'people.action.reactivate')}
      />
    </form>
  );
}
