import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { connection } from '../connection/console-connection.ts';
import type { ConsoleStatus } from '../connection/console-store.ts';
import { Outside } from '../frame/outside.tsx';
import styles from '../frame/outside.module.css';
import { useAction } from '../api/use-action.ts';
import { useWords } from '../words.ts';
import { ChangePassphrase } from './change-passphrase.tsx';
import { SetUpSecondFactor } from './second-factor.tsx';

export type Gate = NonNullable<ConsoleStatus['session']['gate']>;

type GatePageProps = {
  gate: Gate;
  /** Keeps this page though the host has opened the gate: recovery codes are shown this once. */
  onHold(gate: Gate | null): void;
};

/** What somebody who has signed in has to do before they can work. */
export function GatePage({ gate, onHold }: GatePageProps) {
  const { t } = useWords();
  useEffect(() => () => onHold(null), [onHold]);
  const { kind, name } = gate;
  const isPassphrase = kind === 'change-passphrase';
  return (
    <Outside
      title={t(isPassphrase ? 'passphrase.gate.title' : 'factor.gate.title')}
      text={t(isPassphrase ? 'passphrase.gate.text' : 'factor.gate.text', { name })}
    >
      <div className={styles.card}>
        {isPassphrase ? (
          <ChangePassphrase />
        ) : (
          <SetUpSecondFactor
            label={t('factor.begin')}
            onBegun={() => onHold(gate)}
            onDone={() => onHold(null)}
          />
        )}
      </div>
      <LeaveButton />
    </Outside>
  );
}

function LeaveButton() {
  const { t } = useWords();
  const out = useAction(signOut);
  return (
    <Button mt={12} variant="subtle" size="xs" onClick={() => void out.run(undefined)}>
      {t('action.signOut')}
    </Button>
  );
}

function signOut() {
  return connection.api.session.signOut.mutate();
}
