import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import form from '#renderer/ui/form.module.css';
import { QrImage } from '#renderer/ui/qr-image.tsx';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';
import { useWords } from '../words.ts';
import own from './sign-in.module.css';

type Begun = Awaited<ReturnType<typeof connection.api.session.beginSecondFactor.mutate>>;

type SetUpSecondFactorProps = { label: string; onBegun?: () => void; onDone(): void };

/** Passphrase, then the code to scan, then a code of the app, then the recovery codes: each shown once. */
export function SetUpSecondFactor({ label, onBegun, onDone }: SetUpSecondFactorProps) {
  const [begun, setBegun] = useState<Begun | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (codes !== null) return <RecoveryCodes codes={codes} onDone={onDone} />;
  if (begun === null) {
    return (
      <Begin
        label={label}
        onBegun={(shown) => {
          setBegun(shown);
          onBegun?.();
        }}
      />
    );
  }
  return <Confirm begun={begun} onCodes={setCodes} />;
}

function Begin({ label, onBegun }: { label: string; onBegun(begun: Begun): void }) {
  const { t } = useWords();
  const action = useAction(begin);
  const [passphrase, setPassphrase] = useState('');
  return (
    <form
      className={form.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void action.run({ passphrase }).then((begun) => begun && onBegun(begun));
      }}
    >
      <PasswordInput
        label={t('signIn.passphrase')}
        autoComplete="current-password"
        value={passphrase}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
      />
      <ErrorAlert error={action.error} />
      <div className={form.buttons}>
        <Button type="submit" size="sm" loading={action.busy} disabled={passphrase === ''}>
          {label}
        </Button>
      </div>
    </form>
  );
}

function Confirm({ begun, onCodes }: { begun: Begun; onCodes(codes: readonly string[]): void }) {
  const { t } = useWords();
  const action = useAction(confirm);
  const [code, setCode] = useState('');
  return (
    <form
      className={form.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void action.run({ code }).then((confirmed) => confirmed && onCodes(confirmed.recoveryCodes));
      }}
    >
      <p className={form.note}>{t('factor.scan')}</p>
      <QrImage qr={begun.qr} label={t('factor.qr')} />
      <p className={form.note}>
        {t('factor.key')}:{' '}
        <span className={own.key}>{begun.secretBase32.replace(/(.{4})(?=.)/g, '$1 ')}</span>
      </p>
      <TextInput
        label={t('signIn.code')}
        autoComplete="one-time-code"
        inputMode="numeric"
        autoFocus
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <ErrorAlert error={action.error} />
      <div className={form.buttons}>
        <Button type="submit" size="sm" loading={action.busy} disabled={code === ''}>
          {t('factor.confirm')}
        </Button>
      </div>
    </form>
  );
}

function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone(): void }) {
  const { t } = useWords();
  return (
    <section className={form.form} aria-label={t('factor.codes.title')}>
      <p className={form.note}>{t('factor.codes.text')}</p>
      <ul className={own.codes} aria-label={t('factor.codes.title')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={form.buttons}>
        <Button size="sm" onClick={onDone} autoFocus>
          {t('factor.codes.done')}
        </Button>
      </div>
    </section>
  );
}

function begin(input: { passphrase: string }) {
  return connection.api.session.beginSecondFactor.mutate(input);
}

function confirm(input: { code: string }) {
  return connection.api.session.confirmSecondFactor.mutate(input);
}
