import { Select } from '@mantine/core';
import { assign } from '#shared/domains/incidents/commands/handle.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import type { ActionFormProps } from './action-form-props.ts';
import { useActionForm } from './use-action-form.ts';

export function AssignForm({ incident, onDone }: ActionFormProps) {
  const { t } = useWords();
  const people = useAnswer('people.list', {}).data ?? [];
  const { form, submit, footer } = useActionForm({
    incident,
    onDone,
    command: 'incidents.assign',
    schema: assign.input,
    initial: { assigneeId: incident.assigneeId ?? '' },
    toInput: (values) => ({ id: incident.id, ...values }),
  });
  // The incident's own site first: whoever is there can go and look.
  const sorted = people.toSorted(
    (a, b) => Number(b.siteId === incident.siteId) - Number(a.siteId === incident.siteId),
  );
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Select
        label={t('incidents.assign.person')}
        data={sorted.map((person) => ({
          value: person.id,
          label: `${person.name}, ${t(`job.${person.jobProfile}`)}${person.siteName === null ? '' : ` (${person.siteName})`}`,
        }))}
        searchable
        allowDeselect={false}
        nothingFoundMessage={t('incidents.assign.nobody')}
        data-autofocus
        {...form.getInputProps('assigneeId')}
      />
      <FormFooter {...footer} submit={t('incidents.action.assign')} />
    </form>
  );
}
