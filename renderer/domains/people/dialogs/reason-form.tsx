import { Textarea } from '@mantine/core';
import { deactivate } from '#shared/domains/people/manage.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import type { PersonFormProps } from './person-dialog.tsx';
import { usePersonForm } from './use-person-form.ts';

const COMMANDS = {
  deactivate: 'people.deactivate',
  reactivate: 'people.reactivate',
  factor: 'people.resetSecondFactor',
} as const;
type Action = keyof typeof COMMANDS;

export function DeactivateForm(props: PersonFormProps) {
  return <ReasonForm {...props} action="deactivate" />;
}

export function ReactivateForm(props: PersonFormProps) {
  return <ReasonForm {...props} action="reactivate" />;
}

export function ResetFactorForm(props: PersonFormProps) {
  return <ReasonForm {...props} action="factor" />;
}

/** Says what it means before it is done, and asks why. The commands of all of them take the same. */
function ReasonForm({ person, onDone, action }: PersonFormProps & { action: Action }) {
  const { t } = useWords();
  const { form, submit, footer } = usePersonForm({
    personId: person.id,
    command: COMMANDS[action],
    schema: deactivate.input.omit({ id: true }),
    initial: { reason: '' },
    toInput: (values) => ({ id: person.id, ...values }),
    onDone,
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p className={styles.note}>{t(`people.${action}.text`)}</p>
      <Textarea
        label={t('people.reason')}
        autosize
        minRows={2}
        data-autofocus
        {...form.getInputProps('reason')}
      />
      <FormFooter {...footer} danger={action !== 'reactivate'} submit={t(`people.action.${action}`)} />
    </form>
  );
}
