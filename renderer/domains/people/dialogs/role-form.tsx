import { Select } from '@mantine/core';
import { changeRole } from '#shared/domains/people/manage.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import { jobChoices, roleChoices } from '../choices.ts';
import type { PersonFormProps } from './person-dialog.tsx';
import { usePersonForm } from './use-person-form.ts';

export function RoleForm({ person, onDone }: PersonFormProps) {
  const { t } = useWords();
  const { form, submit, footer } = usePersonForm({
    personId: person.id,
    command: 'people.changeRole',
    schema: changeRole.input.omit({ id: true }),
    initial: { role: person.role, jobProfile: person.jobProfile },
    toInput: (values) => ({ id: person.id, ...values }),
    onDone,
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Select
        label={t('people.column.role')}
        data={roleChoices()}
        allowDeselect={false}
        data-autofocus
        {...form.getInputProps('role')}
      />
      <Select
        label={t('people.column.job')}
        data={jobChoices()}
        allowDeselect={false}
        searchable
        {...form.getInputProps('jobProfile')}
      />
      <FormFooter {...footer} submit={t('people.save')} />
    </form>
  );
}
