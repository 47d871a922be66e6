import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { Panel } from '#renderer/ui/panel.tsx';
import { connection } from '../connection/console-connection.ts';
import { useMay } from '../use-may.ts';
import { useWords } from '../words.ts';
import { BreakGlassDialog } from './break-glass-dialog.tsx';
import { ChangePassphrase } from './change-passphrase.tsx';
import { SetUpSecondFactor } from './second-factor.tsx';
import { LockAfter, SessionsPanel } from './sessions-panels.tsx';

/** Everything about one's own sign-in; for administrators also everybody's at this console. */
export function OwnSignInPage() {
  const { t } = useWords();
  const may = useMay();
  const [opened, glass] = useDisclosure(false);
  return (
    <div className={pages.scroll}>
      <PageHeader title={t('own.title')} note={t('own.note')}>
        <Button size="xs" color="red" variant="light" onClick={glass.open}>
          {t('own.breakGlass')}
        </Button>
      </PageHeader>
      <div className={pages.columns}>
        <Panel title={t('passphrase.change')}>
          <ChangePassphrase />
        </Panel>
        <SecondFactorPanel />
      </div>
      <SessionsPanel whose="own" />
      {may('sessions.manage') ? (
        <>
          <SessionsPanel whose="all" />
          <Panel title={t('lock.title')}>
            <LockAfter />
          </Panel>
        </>
      ) : null}
      <BreakGlassDialog opened={opened} onClose={glass.close} />
    </div>
  );
}

function SecondFactorPanel() {
  const { t } = useWords();
  const client = useQueryClient();
  const queryKey = ['session', 'second-factor'];
  const state = useQuery({ queryKey, queryFn: () => connection.api.session.secondFactor.query() }).data;
  const [isSettingUp, setIsSettingUp] = useState(false);
  if (state === undefined) return null;
  const text = state.isSet ? t('factor.set', { count: state.recoveryCodesLeft }) : t('factor.none');
  const label = t(state.isSet ? 'factor.replace' : 'factor.begin');
  return (
    <Panel title={t('factor.title')}>
      <p className={pages.lead}>
        {[text, state.isNeeded ? t('factor.needed') : ''].filter(Boolean).join(' ')}
      </p>
      {isSettingUp ? (
        <SetUpSecondFactor
          label={label}
          onDone={() => {
            setIsSettingUp(false);
            void client.invalidateQueries({ queryKey });
          }}
        />
      ) : (
        <Button mt={10} size="xs" variant="default" onClick={() => setIsSettingUp(true)}>
          {label}
        </Button>
      )}
    </Panel>
  );
}
