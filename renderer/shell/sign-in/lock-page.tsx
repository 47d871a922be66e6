import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { z } from 'zod';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';
import type { ConsoleStatus } from '../connection/console-store.ts';
import { EscalationAnnouncer } from '../frame/escalation-announcer.tsx';
import { Outside } from '../frame/outside.tsx';
import { OutsideContributions } from '../frame/outside-contributions.tsx';
import styles from '../frame/outside.module.css';
import { ClosedAlarm } from '../notifications-page/closed-alarm.tsx';
import { useDraftForm } from '../use-draft-form.ts';
import { t, useWords } from '../words.ts';
import { usePageLock } from './page-lock.ts';
import { SignInForm } from './sign-in-form.tsx';
import own from './sign-in.module.css';

/** Nothing of anybody's work; only that something is wrong, should it be. */
export function LockPage({ status, name }: { status: ConsoleStatus; name: string }) {
  const { t } = useWords();
  const [isOther, setIsOther] = useState(false);
  return (
    <Outside title={isOther ? t('signIn.title') : t('lock.title')} text={t('lock.text', { name })}>
      {isOther ? <SignInForm /> : <UnlockForm />}
      <Button mt={12} variant="subtle" size="xs" onClick={() => setIsOther(!isOther)}>
        {isOther ? t('lock.back', { name }) : t('lock.other')}
      </Button>
      <OutsideContributions />
      <Alarms counts={status.counts} />
      <EscalationAnnouncer />
      <ClosedAlarm />
    </Outside>
  );
}

const Input = z.object({ passphrase: z.string().min(1, { error: () => t('form.fillIn') }) });

function UnlockForm() {
  const { t } = useWords();
  const action = useAction(unlock);
  const form = useDraftForm({ formId: null, initial: { passphrase: '' }, schema: Input, error: null });
  const submit = form.onSubmit(async (values) => {
    const person = await action.run(values);
    if (person === undefined) form.setFieldValue('passphrase', '');
  });
  return (
    <form className={styles.card} onSubmit={submit} noValidate>
      <PasswordInput
        label={t('signIn.passphrase')}
        autoComplete="current-password"
        autoFocus
        {...form.getInputProps('passphrase')}
      />
      <ErrorAlert error={action.error} />
      <Button type="submit" size="sm" loading={action.busy}>
        {t('lock.unlock')}
      </Button>
    </form>
  );
}

/** The page may be locked though the host was not reached then: it is locked before it is opened. */
async function unlock(input: { passphrase: string }) {
  await connection.api.session.lock.mutate();
  const person = await connection.api.session.unlock.mutate(input);
  usePageLock.getState().set(false);
  return person;
}

function Alarms({ counts }: { counts: ConsoleStatus['counts'] }) {
  const { t } = useWords();
  const { escalated, overdue } = counts;
  return (
    <section className={own.alarms} aria-label={t('lock.alarms')} data-pressing={escalated > 0}>
      {escalated > 0 ? <p>{t('lock.escalated', { count: escalated })}</p> : null}
      {overdue > 0 ? <p>{t('lock.overdue', { count: overdue })}</p> : null}
      {escalated + overdue === 0 ? <p>{t('lock.quiet')}</p> : null}
    </section>
  );
}
