import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';
import styles from '../frame/outside.module.css';
import { filled } from '../filled.ts';
import { useDraftForm } from '../use-draft-form.ts';
import { t, useWords } from '../words.ts';
import { usePageLock } from './page-lock.ts';
import own from './sign-in.module.css';

type Recent = { readonly id: string; readonly name: string; readonly initials: string };

/** Who worked here lately, by name, and a way in for everybody else. */
export function SignInForm() {
  const recent = useQuery({
    queryKey: ['session', 'recent'],
    queryFn: () => connection.api.session.recent.query(),
    gcTime: 0,
  });
  const [chosen, setChosen] = useState<Recent | null>(null);
  const people = recent.data ?? [];
  if (recent.isPending) return null;
  if (chosen !== null) return <PassphraseForm who={chosen} onBack={() => setChosen(null)} />;
  return (
    <>
      {people.length === 0 ? null : <People people={people} onChoose={setChosen} />}
      <PassphraseForm who={null} />
    </>
  );
}

function People({ people, onChoose }: { people: readonly Recent[]; onChoose(person: Recent): void }) {
  const { t } = useWords();
  return (
    <section className={`${styles.card} ${own.lately}`} aria-label={t('signIn.recent')}>
      <h2 className={styles.sectionTitle}>{t('signIn.recent')}</h2>
      <ul className={own.people}>
        {people.map((person) => (
          <li key={person.id}>
            <button type="button" className={own.person} onClick={() => onChoose(person)}>
              <span className={own.initials} aria-hidden="true">
                {person.initials}
              </span>
              {person.name}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const Input = z.object({
  signInName: filled(40),
  passphrase: z.string().min(1, { error: () => t('form.fillIn') }),
  code: z.string().max(40),
});
type Values = z.infer<typeof Input>;

function PassphraseForm({ who, onBack }: { who: Recent | null; onBack?: () => void }) {
  const { t } = useWords();
  const action = useAction(signIn);
  // Once asked for it stays, with what is wrong about it beneath.
  const [isCodeAsked, setIsCodeAsked] = useState(false);
  const asksCode = isCodeAsked || action.error?.code === 'second-factor-needed';
  const form = useDraftForm<Values>({
    formId: null,
    initial: { signInName: who?.name ?? '', passphrase: '', code: '' },
    schema: Input,
    // Which of name and passphrase is wrong is not said, so no field is marked.
    error: null,
  });
  const submit = form.onSubmit(async ({ signInName, passphrase, code }) => {
    const name = who === null ? { signInName } : { recentId: who.id };
    const person = await action.run({ ...name, passphrase, ...(code === '' ? {} : { code }) });
    if (asksCode) setIsCodeAsked(true);
    if (person === undefined && code !== '') form.setFieldValue('code', '');
  });
  return (
    <form className={styles.card} onSubmit={submit} noValidate>
      {who === null ? (
        <TextInput
          label={t('signIn.name')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          {...form.getInputProps('signInName')}
        />
      ) : (
        <p className={own.who}>
          <span className={own.initials} aria-hidden="true">
            {who.initials}
          </span>
          {who.name}
        </p>
      )}
      <PasswordInput
        label={t('signIn.passphrase')}
        autoComplete="current-password"
        autoFocus={who !== null}
        {...form.getInputProps('passphrase')}
      />
      {asksCode ? (
        <TextInput
          label={t('signIn.code')}
          description={t('signIn.code.hint')}
          autoComplete="one-time-code"
          autoFocus
          {...form.getInputProps('code')}
        />
      ) : null}
      <ErrorAlert error={action.error} />
      <Button type="submit" size="sm" loading={action.busy}>
        {t('signIn.submit')}
      </Button>
      {onBack === undefined ? null : (
        <Button variant="subtle" size="xs" onClick={onBack}>
          {t('signIn.back')}
        </Button>
      )}
    </form>
  );
}

async function signIn(input: Parameters<typeof connection.api.session.signIn.mutate>[0]) {
  const person = await connection.api.session.signIn.mutate(input);
  usePageLock.getState().set(false);
  return person;
}
