import { Skeleton } from '@mantine/core';
import { useState } from 'react';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Fact, Facts } from '#renderer/ui/facts.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import pages from '#renderer/ui/pages.module.css';
import { useWords } from '../words.ts';
import { GatewaysPanel } from './gateways-panel.tsx';
import { MailPanel } from './mail-panel.tsx';
import { OpenTo } from './read-only.tsx';
import { SettingsHeader } from './settings-header.tsx';
import { TestPanel } from './test-panel.tsx';
import { type ConsoleSettings, useConsoleSettings } from './use-console-settings.ts';

const CHANNELS = ['email', 'sms', 'push'] as const;

/** The ways by which messages leave this console itself. */
export function MessagesPage() {
  const { t } = useWords();
  const answer = useConsoleSettings();
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  const settings = answer.data;
  return (
    <div className={pages.narrow}>
      <SettingsHeader title={t('settings.messages')} />
      <p className={pages.lead}>{t('settings.thisConsole')}</p>
      {settings === undefined ? <Skeleton height={420} radius={6} /> : <Ways settings={settings} />}
    </div>
  );
}

function Ways({ settings }: { settings: ConsoleSettings }) {
  const { t } = useWords();
  const { mail, gateways, given, ownWays, isFirst } = settings;
  // Here and not in the panel, which begins anew with what was saved.
  const [secret, setSecret] = useState<string | null>(null);
  const variables = given.filter((name) => name !== 'FAIRLEAD_ARCHIVE_AFTER_DAYS');
  return (
    <OpenTo feature="notifications.manage">
      <Panel title={t('settings.messages.how')}>
        <Facts>
          {CHANNELS.map((channel) => (
            <Fact key={channel} name={t(`settings.messages.way.${channel}`)}>
              {t(ownWays.includes(channel) ? 'settings.messages.own' : 'settings.messages.notOwn')}
            </Fact>
          ))}
        </Facts>
        {isFirst ? null : <p className={pages.lead}>{t('settings.messages.notFirst')}</p>}
        {variables.length === 0 ? null : (
          <p className={pages.lead}>{t('settings.given.many', { names: variables.join(', ') })}</p>
        )}
      </Panel>
      {mail === null ? null : (
        <MailPanel
          key={JSON.stringify(mail)}
          mail={mail}
          isGiven={given.includes('FAIRLEAD_SMTP_URL')}
          isStorePlain={settings.storeEncryption !== 'on'}
        />
      )}
      {gateways === null ? null : (
        <GatewaysPanel
          key={JSON.stringify(gateways)}
          gateways={gateways}
          given={given}
          secret={secret}
          show={setSecret}
        />
      )}
      {mail === null || ownWays.length === 0 ? null : <TestPanel ways={ownWays} />}
    </OpenTo>
  );
}
