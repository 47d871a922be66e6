import { Button, PasswordInput, TextInput } from '@mantine/core';
import { z } from 'zod';
import { DEMONSTRATION_PASSPHRASE, DEMONSTRATION_SIGN_INS } from '#shared/demo/company.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';
import type { ConsoleStatus } from '../connection/console-store.ts';
import { Outside } from '../frame/outside.tsx';
import styles from '../frame/outside.module.css';
import { useDraftForm } from '../use-draft-form.ts';
import { filled } from '../filled.ts';
import { t, useWords } from '../words.ts';

const Input = z.object({
  signInName: filled(40),
  passphrase: z.string().min(1, { error: () => t('form.fillIn') }),
});

export function SignInPage({ status }: { status: ConsoleStatus }) {
  const { t } = useWords();
  const action = useAction(signIn);
  const form = useDraftForm({
    formId: null,
    initial: { signInName: '', passphrase: '' },
    schema: Input,
    // Which of the two is wrong is not said, so no field is marked.
    error: null,
  });
  const submit = form.onSubmit(async (values) => {
    const person = await action.run(values);
    if (person === undefined) form.setFieldValue('passphrase', '');
  });
  const place = [status.site?.name, status.organisationName].filter(Boolean).join(' · ');
  return (
    <Outside title={t('signIn.title')} text={place}>
      <form className={styles.card} onSubmit={submit} noValidate>
        <TextInput
          label={t('signIn.name')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          {...form.getInputProps('signInName')}
        />
        <PasswordInput
          label={t('signIn.passphrase')}
          autoComplete="current-password"
          {...form.getInputProps('passphrase')}
        />
        <ErrorAlert error={action.error} />
        <Button type="submit" size="sm" loading={action.busy}>
          {t('signIn.submit')}
        </Button>
      </form>
      <p className={`${styles.text} ${styles.foot}`}>{t('signIn.hint')}</p>
      {status.demonstration ? <DemonstrationSignIns siteCode={status.site?.code ?? ''} /> : null}
    </Outside>
  );
}

/** The invented people of the demonstration are open to everybody. */
function DemonstrationSignIns({ siteCode }: { siteCode: string }) {
  const { t } = useWords();
  return (
    <section className={styles.card} aria-label={t('signIn.demonstration')}>
      <p className={styles.demonstration}>
        {t('signIn.demonstration.text')} <code>{DEMONSTRATION_PASSPHRASE}</code>
      </p>
      <ul className={styles.people}>
        {DEMONSTRATION_SIGN_INS.filter((person) => person.siteCode === siteCode).map((person) => (
          <li key={person.signInName}>
            <code>{person.signInName}</code> {person.name}, {person.job}
          </li>
        ))}
      </ul>
    </section>
  );
}

function signIn(input: z.infer<typeof Input>) {
  return connection.api.session.signIn.mutate(input);
}
