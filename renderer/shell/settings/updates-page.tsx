import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { ReleaseChannel } from '#shared/kernel/release-feed.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import pages from '#renderer/ui/pages.module.css';
import { relativeText } from '#renderer/ui/relative-time.tsx';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';
import { useHostNow } from '../connection/use-host-now.ts';
import { useWords } from '../words.ts';
import { OfferPanel } from './offer-panel.tsx';
import { SettingsHeader } from './settings-header.tsx';
import styles from './settings.module.css';
import { type UpdatesOverview, useUpdates, useUpdateStep } from './use-updates.ts';

/** Whether there is a newer version, and every step to it, each because somebody asked for it. */
export function UpdatesPage() {
  const { t } = useWords();
  const answer = useUpdates();
  const { refetch } = answer;
  const changed = useCallback(() => void refetch(), [refetch]);
  if (answer.isError) return <ErrorState error={answer.error} onRetry={changed} />;
  const updates = answer.data;
  return (
    <div className={pages.narrow}>
      <SettingsHeader title={t('settings.updates')} />
      {updates === undefined ? (
        <Skeleton height={260} radius={6} />
      ) : (
        <>
          <StatePanel updates={updates} changed={changed} />
          {updates.version === null ? null : <OfferPanel updates={updates} changed={changed} />}
          <HowPanel updates={updates} changed={changed} />
        </>
      )}
    </div>
  );
}

type PanelProps = { readonly updates: UpdatesOverview; readonly changed: () => void };

function StatePanel({ updates, changed }: PanelProps) {
  const { t } = useWords();
  const now = useHostNow();
  const check = useUpdateStep('check', changed);
  const { ownVersion, phase, version, off, problem, checkedAt, serverUrl } = updates;
  return (
    <Panel title={t('settings.updates.own', { version: ownVersion })}>
      <div className={styles.work}>
        <p className={styles.notes} role="status">
          {serverUrl === null
            ? t('settings.updates.noServer')
            : t(`settings.updates.phase.${phase}`, { version: version ?? '' })}{' '}
          {off === null ? null : t(`settings.updates.off.${off}`)}
        </p>
        <ErrorAlert error={problem === null ? check.error : { code: 'server-failed', ...problem }} />
        <div className={pages.filters}>
          <Button
            variant="default"
            leftSection={<IconRefresh size={15} />}
            loading={check.busy || phase === 'checking'}
            disabled={serverUrl === null || off !== null || phase === 'downloading'}
            onClick={() => void check.run(undefined)}
          >
            {t('settings.updates.check')}
          </Button>
          <span className={styles.text}>
            {checkedAt === null
              ? t('settings.updates.never')
              : t('settings.updates.checked', { when: relativeText(checkedAt, now) })}
          </span>
        </div>
      </div>
    </Panel>
  );
}

function HowPanel({ updates, changed }: PanelProps) {
  const { t } = useWords();
  const choose = useAction(
    useCallback(
      async (channel: ReleaseChannel) => {
        await connection.api.updates.setChannel.mutate({ channel });
        changed();
      },
      [changed],
    ),
  );
  return (
    <Panel title={t('settings.updates.how')}>
      <div className={styles.work}>
        <p className={styles.text}>{t('settings.updates.how.text')}</p>
        <SegmentedControl
          aria-label={t('settings.updates.channel')}
          value={updates.channel}
          disabled={choose.busy}
          onChange={(channel) => void choose.run(channel === 'early' ? 'early' : 'latest')}
          data={[
            { value: 'latest', label: t('settings.updates.channel.latest') },
            { value: 'early', label: t('settings.updates.channel.early') },
          ]}
        />
        <ErrorAlert error={choose.error} />
      </div>
    </Panel>
  );
}
