import { Button, Loader, Progress, Select } from '@mantine/core';
import {
  IconDeviceDesktop,
  IconHandStop,
  IconPlayerPlay,
  IconPlugConnected,
  IconRefresh,
} from '@tabler/icons-react';
import { msOf } from '#shared/kernel/clock.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { Fact, Facts } from '#renderer/ui/facts.tsx';
import { bytesText } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import { useAction } from '../api/use-action.ts';
import { exchangeNow, setPaused } from '../connection/link-actions.ts';
import { connection } from '../connection/console-connection.ts';
import { useHostNow } from '../connection/use-host-now.ts';
import { goTo } from '../hash-location.ts';
import { useMay } from '../use-may.ts';
import { LINK_LOOKS } from '../frame/link-looks.ts';
import { useWords } from '../words.ts';
import styles from './sync-page.module.css';
import type { SyncStatus } from './use-sync.ts';

const CLASSES = ['broadband', 'metered', 'satellite', 'narrowband'] as const;

const SOON_MS = 5_000;

export function LinkPanel({ sync, canJoin }: { sync: SyncStatus; canJoin: boolean }) {
  const { t } = useWords();
  if (sync.link === 'not-joined') return <NotJoined canJoin={canJoin} />;
  return (
    <Panel title={t('sync.link')}>
      <div className={styles.stack}>
        <LinkFacts sync={sync} />
        {sync.paused ? <p className={styles.text}>{t('sync.paused.text')}</p> : null}
        <ErrorAlert error={sync.problem} />
        {sync.progress === null ? null : <Transfer progress={sync.progress} />}
        <LinkClassChoice linkClass={sync.linkClass} />
        <Actions paused={sync.paused} />
      </div>
    </Panel>
  );
}

function LinkFacts({ sync }: { sync: SyncStatus }) {
  const { t } = useWords();
  const { icon: StateIcon, tone } = LINK_LOOKS[sync.link];
  const { lastContactAt, nextAttemptAt } = sync;
  return (
    <Facts>
      <Fact name={t('sync.state')}>
        <span className={styles.state} data-tone={tone}>
          <StateIcon size={16} aria-hidden="true" />
          {t(`status.link.${sync.link}`)}: {t(`sync.phase.${sync.phase}`)}
        </span>
      </Fact>
      <Fact name={t('sync.server')}>{sync.serverUrl}</Fact>
      <Fact name={t('sync.lastContact')}>
        {lastContactAt === null ? t('sync.lastContact.never') : <RelativeTime at={lastContactAt} />}
      </Fact>
      {nextAttemptAt === null ? null : (
        <Fact name={t('sync.nextAttempt')}>
          <NextAttempt at={nextAttemptAt} />
        </Fact>
      )}
      <Fact name={t('sync.news')}>{t(sync.isLive ? 'sync.news.live' : 'sync.news.poll')}</Fact>
    </Facts>
  );
}

/** A time that has just passed, while the attempt begins, is still ahead for a reader. */
function NextAttempt({ at }: { at: string }) {
  const { t } = useWords();
  const now = useHostNow();
  return msOf(at) - msOf(now) < SOON_MS ? t('sync.soon') : <RelativeTime at={at} />;
}

function Transfer({
  progress: { sentBytes, totalBytes },
}: {
  progress: NonNullable<SyncStatus['progress']>;
}) {
  const { t } = useWords();
  return (
    <div className={styles.wide}>
      <Progress
        value={totalBytes === 0 ? 0 : (sentBytes / totalBytes) * 100}
        aria-label={t('sync.progress')}
      />
      <p className={styles.text} role="status">
        {t('sync.progress.text', { sent: bytesText(sentBytes), total: bytesText(totalBytes) })}
      </p>
    </div>
  );
}

/** What the link costs decides what travels by itself; the console can't know it, so a person says. */
export function LinkClassChoice({ linkClass }: Pick<SyncStatus, 'linkClass'>) {
  const { t } = useWords();
  const may = useMay();
  const { run, error } = useAction(setLinkClass);
  if (!may('sync.manage')) {
    return (
      <Facts>
        <Fact name={t('sync.class')}>
          {t(`sync.class.${linkClass}`)}. {t(`sync.class.${linkClass}.text`)}
        </Fact>
      </Facts>
    );
  }
  return (
    <div className={styles.wide}>
      <Select
        label={t('sync.class')}
        description={t(`sync.class.${linkClass}.text`)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={CLASSES.map((value) => ({ value, label: t(`sync.class.${value}`) }))}
        value={linkClass}
        allowDeselect={false}
        maw={440}
        onChange={(value) => {
          const chosen = CLASSES.find((one) => one === value);
          if (chosen !== undefined) void run(chosen);
        }}
      />
      <ErrorAlert error={error} />
    </div>
  );
}

function Actions({ paused }: Pick<SyncStatus, 'paused'>) {
  const { t } = useWords();
  const may = useMay();
  const now = useAction(exchangeNow);
  const pause = useAction(setPaused);
  if (!may('sync.manage')) return null;
  return (
    <>
      <div className={styles.line} style={{ padding: 0 }}>
        <Button
          leftSection={now.busy ? <Loader size={13} color="currentColor" /> : <IconRefresh size={15} />}
          aria-busy={now.busy}
          disabled={paused}
          onClick={() => {
            // Not disabled meanwhile: a button that is loses the keyboard.
            if (!now.busy) void now.run(undefined);
          }}
        >
          {t('sync.now')}
        </Button>
        <Button
          variant="default"
          leftSection={paused ? <IconPlayerPlay size={15} /> : <IconHandStop size={15} />}
          onClick={() => void pause.run(!paused)}
        >
          {t(paused ? 'sync.release' : 'sync.hold')}
        </Button>
      </div>
      <ErrorAlert error={now.error ?? pause.error} />
    </>
  );
}

function NotJoined({ canJoin }: { canJoin: boolean }) {
  const { t } = useWords();
  const may = useMay();
  return (
    <Panel title={t('sync.link')}>
      <EmptyState icon={IconDeviceDesktop} title={t('sync.notJoined')} text={t('sync.notJoined.text')}>
        {canJoin && may('people.manage') ? (
          <Button leftSection={<IconPlugConnected size={15} />} onClick={() => goTo('/join')}>
            {t('firstRun.join')}
          </Button>
        ) : null}
      </EmptyState>
    </Panel>
  );
}

async function setLinkClass(linkClass: (typeof CLASSES)[number]): Promise<void> {
  await connection.api.sync.setLinkClass.mutate({ linkClass });
}
