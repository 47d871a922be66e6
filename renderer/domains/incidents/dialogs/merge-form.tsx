import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { merge } from '#shared/domains/incidents/commands/merge.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import type { ActionFormProps } from './action-form-props.ts';
import { useActionForm } from './use-action-form.ts';

const TYPING_MS = 200;
const OFFERED_MAX = 20;

/** Which other incident of the site it turned out to be: the newest are offered, any other is searched. */
export function MergeForm({ incident, onDone }: ActionFormProps) {
  const { t } = useWords();
  const { form, submit, footer } = useActionForm({
    incident,
    onDone,
    command: 'incidents.merge',
    schema: merge.input,
    initial: { intoId: '' },
    toInput: (values) => ({ id: incident.id, ...values }),
  });
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed.trim(), TYPING_MS);
  const { rows = [] } =
    useAnswer('incidents.list', {
      state: 'all',
      siteId: incident.siteId,
      sort: 'reportedAt',
      text,
      limit: OFFERED_MAX,
    }).data ?? {};
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p className={styles.note}>{t('incidents.merge.text')}</p>
      <Select
        label={t('incidents.merge.into')}
        placeholder={t('incidents.merge.into.hint')}
        data={rows
          .filter(({ id }) => id !== incident.id)
          .map(({ id, number, title }) => ({ value: id, label: `${number}  ${title}` }))}
        // The console has searched: what it found is shown, whichever of the words it has.
        filter={({ options }) => options}
        searchable
        onSearchChange={setTyped}
        nothingFoundMessage={t('incidents.merge.none')}
        allowDeselect={false}
        openOnFocus={false}
        comboboxProps={{ withinPortal: true }}
        data-autofocus
        {...form.getInputProps('intoId')}
      />
      <FormFooter {...footer} submit={t('incidents.action.merge')} />
    </form>
  );
}
