import { DEMONSTRATION_PASSPHRASE, DEMONSTRATION_SIGN_INS } from '#shared/demo/company.ts';
import type { ConsoleStatus } from '../connection/console-store.ts';
import { Outside } from '../frame/outside.tsx';
import { OutsideContributions } from '../frame/outside-contributions.tsx';
import styles from '../frame/outside.module.css';
import { ClosedAlarm } from '../notifications-page/closed-alarm.tsx';
import { SignInForm } from '../sign-in/sign-in-form.tsx';
import { useWords } from '../words.ts';

export function SignInPage({ status }: { status: ConsoleStatus }) {
  const { t } = useWords();
  const place = [status.site?.name, status.organisationName].filter(Boolean).join(' · ');
  return (
    <Outside title={t('signIn.title')} text={place}>
      <SignInForm />
      <OutsideContributions />
      <ClosedAlarm />
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
