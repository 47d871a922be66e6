import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { z } from 'zod';
import { Passphrase } from '#shared/domains/people/schema.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import form from '#renderer/ui/form.module.css';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';
import { useDraftForm } from '../use-draft-form.ts';
import { t, useWords } from '../words.ts';

const Values = z
  .object({
    current: z.string().min(1, { error: () => t('form.fillIn') }),
    next: Passphrase,
    repeated: z.string(),
  })
  .refine(({ next, repeated }) => next === repeated, {
    path: ['repeated'],
    error: () => t('firstRun.administrator.mismatch'),
  });
const EMPTY = { current: '', next: '', repeated: '' };

export function ChangePassphrase() {
  const { t } = useWords();
  const action = useAction(change);
  const [isDone, setIsDone] = useState(false);
  const fields = useDraftForm({ formId: null, initial: EMPTY, schema: Values, error: action.error });
  const submit = fields.onSubmit(async ({ current, next }) => {
    setIsDone(false);
    const done = await action.run({ current, next });
    if (done === undefined) return;
    fields.setValues(EMPTY);
    setIsDone(true);
  });
  const isAtField = action.error?.field !== undefined;
  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <PasswordInput
        label={t('passphrase.current')}
        autoComplete="current-password"
        {...fields.getInputProps('current')}
      />
      <PasswordInput
        label={t('passphrase.next')}
        autoComplete="new-password"
        {...fields.getInputProps('next')}
      />
      <PasswordInput
        label={t('passphrase.repeat')}
        autoComplete="new-password"
        {...fields.getInputProps('repeated')}
      />
      <ErrorAlert error={isAtField ? null : action.error} />
      <p role="status" className={form.note} hidden={!isDone}>
        {isDone ? t('passphrase.changed') : ''}
      </p>
      <div className={form.buttons}>
        <Button type="submit" size="sm" loading={action.busy}>
          {t('passphrase.change')}
        </Button>
      </div>
    </form>
  );
}

async function change(input: { current: string; next: string }): Promise<true> {
  await connection.api.session.changePassphrase.mutate(input);
  return true;
}
