import { Button, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { merge } from '#shared/domains/incidents/commands/merge.ts';
import type { LikelyDuplicate } from '#shared/domains/incidents/queries/likely-duplicates.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import type { ActionFormProps } from './action-form-props.ts';
import { useActionForm } from './use-action-form.ts';

const TYPING_MS = 200;
const OFFERED_MAX = 20;

/** Which other incident it turned out to be: the likeliest are suggested, the newest offered, any other is searched. */
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
      sort: 'reportedAt',
      text,
      limit: OFFERED_MAX,
    }).data ?? {};
  const likely = useAnswer('incidents.likelyDuplicates', { id: incident.id }).data ?? [];
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p className={styles.note}>{t('incidents.merge.text')}</p>
      <Likely
        likely={likely}
        chosenId={form.values.intoId}
        onChoose={(id) => form.setFieldValue('intoId', id)}
      />
      <Select
        label={t('incidents.merge.into')}
        placeholder={t('incidents.merge.into.hint')}
        data={offered(likely, rows).filter(({ value }) => value !== incident.id)}
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

type LikelyProps = { likely: readonly LikelyDuplicate[]; chosenId: string; onChoose(id: string): void };

/** Those that have most in common with it, and what that is. */
function Likely({ likely, chosenId, onChoose }: LikelyProps) {
  const { t } = useWords();
  if (likely.length === 0) return null;
  return (
    <div className={styles.form}>
      <p className={styles.note}>{t('incidents.merge.likely')}</p>
      {likely.map(({ id, number, title, likenesses }) => (
        <div key={id}>
          <Button
            size="compact-sm"
            fullWidth
            justify="start"
            title={title}
            variant={id === chosenId ? 'filled' : 'default'}
            aria-pressed={id === chosenId}
            onClick={() => onChoose(id)}
          >
            {number} {title}
          </Button>
          <p className={styles.note}>
            {likenesses.map((one) => t(`incidents.merge.likeness.${one}`)).join(', ')}
          </p>
        </div>
      ))}
    </div>
  );
}

type Named = { readonly id: string; readonly number: string; readonly title: string };

function offered(likely: readonly Named[], found: readonly Named[]): { value: string; label: string }[] {
  const all = new Map([...found, ...likely].map((one) => [one.id, one]));
  return [...all.values()].map(({ id, number, title }) => ({ value: id, label: `${number}  ${title}` }));
}
