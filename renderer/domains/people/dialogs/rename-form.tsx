import { TextInput } from '@mantine/core';
import { rename } from '#shared/domains/people/manage.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import type { PersonFormProps } from './person-dialog.tsx';
import { usePersonForm } from './use-person-form.ts';

export function RenameForm({ person, onDone }: PersonFormProps) {
  const { t } = useWords();
  const { form, submit, footer } = usePersonForm({
    personId: person.id,
    command: 'people.rename',
    schema: rename.input.omit({ id: true }),
    initial: { name: person.name },
    toInput: (values) => ({ id: person.id, ...values }),
    onDone,
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextInput label={t('people.column.name')} data-autofocus {...form.getInputProps('name')} />
      <FormFooter {...footer} submit={t('people.save')} />
    </form>
  );
}
