import { PasswordInput, TextInput } from '@mantine/core';
import { z } from 'zod';
import { SignInName } from '#shared/domains/people/schema.ts';
import { line } from '#shared/kernel/fields.ts';
import { t, useWords } from '../words.ts';

/** The passphrase fields are filled but never kept as a draft. */
export const EMPTY_ADMINISTRATOR = { personName: '', signInName: '', passphrase: '', repeated: '' };
export type AdministratorValues = typeof EMPTY_ADMINISTRATOR;

const PASSPHRASE_CHARACTERS_MIN = 8;
const PASSPHRASE_CHARACTERS_MAX = 200;

export const administratorShape = {
  personName: line(80),
  signInName: SignInName,
  passphrase: z
    .string()
    .min(PASSPHRASE_CHARACTERS_MIN, { error: () => t('form.tooShort', { min: PASSPHRASE_CHARACTERS_MIN }) })
    .max(PASSPHRASE_CHARACTERS_MAX, { error: () => t('form.tooLong', { max: PASSPHRASE_CHARACTERS_MAX }) }),
  repeated: z.string(),
};

export function administratorOf(values: AdministratorValues) {
  return { name: values.personName, signInName: values.signInName, passphrase: values.passphrase };
}

type FieldProps = (name: keyof AdministratorValues) => object;

export function AdministratorFields({ inputProps }: { inputProps: FieldProps }) {
  const { t } = useWords();
  return (
    <>
      <TextInput label={t('firstRun.administrator.name')} autoComplete="name" {...inputProps('personName')} />
      <TextInput
        label={t('firstRun.administrator.signInName')}
        description={t('firstRun.administrator.signInName.hint')}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        {...inputProps('signInName')}
      />
      <PasswordInput
        label={t('firstRun.administrator.passphrase')}
        description={t('firstRun.administrator.passphrase.hint')}
        autoComplete="new-password"
        {...inputProps('passphrase')}
      />
      <PasswordInput
        label={t('firstRun.administrator.repeat')}
        autoComplete="new-password"
        {...inputProps('repeated')}
      />
    </>
  );
}
