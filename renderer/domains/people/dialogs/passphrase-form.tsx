import { PasswordInput } from '@mantine/core';
import { z } from 'zod';
import { Passphrase } from '#shared/domains/people/schema.ts';
import { useDraftForm } from '#renderer/shell/use-draft-form.ts';
import { t, useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import { useSetPassphrase } from '../use-people-api.ts';
import type { PersonFormProps } from './person-dialog.tsx';

const Values = z
  .object({ passphrase: Passphrase, repeated: z.string() })
  .refine(({ passphrase, repeated }) => passphrase === repeated, {
    path: ['repeated'],
    error: () => t('firstRun.administrator.mismatch'),
  });

/** A new passphrase for somebody who forgot theirs; told to them in person. */
export function PassphraseForm({ person, onDone }: PersonFormProps) {
  const { t } = useWords();
  const action = useSetPassphrase();
  const initial = { passphrase: '', repeated: '' };
  const form = useDraftForm({ formId: null, initial, schema: Values, error: action.error });
  const submit = form.onSubmit(async ({ passphrase }) => {
    const done = await action.run({ id: person.id, passphrase });
    if (done !== undefined) onDone();
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p className={styles.note}>{t('people.passphrase.text')}</p>
      <PasswordInput
        label={t('firstRun.administrator.passphrase')}
        autoComplete="new-password"
        data-autofocus
        {...form.getInputProps('passphrase')}
      />
      <PasswordInput
        label={t('firstRun.administrator.repeat')}
        autoComplete="new-password"
        {...form.getInputProps('repeated')}
      />
      <FormFooter
        phase={action.busy ? 'sending' : 'idle'}
        error={action.error}
        fields={Object.keys(initial)}
        submit={t('people.action.passphrase')}
        onCancel={onDone}
      />
    </form>
  );
}
