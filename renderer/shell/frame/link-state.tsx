import { Menu } from '@mantine/core';
import {
  IconArrowsExchange,
  IconHandStop,
  IconPlayerPlay,
  IconPlugConnected,
  IconRefresh,
} from '@tabler/icons-react';
import { relativeText } from '#renderer/ui/relative-time.tsx';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { useAction } from '../api/use-action.ts';
import { type ConsoleStatus, hostNow } from '../connection/console-store.ts';
import { exchangeNow, setPaused } from '../connection/link-actions.ts';
import { goTo } from '../hash-location.ts';
import { useMay } from '../use-may.ts';
import { useWords } from '../words.ts';
import styles from './frame.module.css';
import { LINK_LOOKS } from './link-looks.ts';

type Sync = ConsoleStatus['sync'];

/** The link in a word; behind it why, when it tries again, and the ways to act. */
export function LinkState({ sync, canJoin }: { sync: Sync; canJoin: boolean }) {
  const { t } = useWords();
  const may = useMay();
  const now = useAction(exchangeNow);
  const pause = useAction(setPaused);
  const { icon: LinkIcon, tone } = LINK_LOOKS[sync.link];
  const hint = t(`status.link.hint.${sync.link}`, { server: sync.serverUrl ?? '' });
  return (
    <Menu position="top-start" width={340}>
      <Menu.Target>
        <button type="button" className={styles.item} data-tone={tone} title={hint}>
          <LinkIcon size={14} aria-hidden="true" />
          {t(`status.link.${sync.link}`)}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{hint}</Menu.Label>
        {sync.problem === null ? null : <ErrorAlert error={sync.problem} />}
        {sync.nextAttemptAt === null || sync.link === 'online' ? null : (
          <Menu.Label>
            {t('status.nextAttempt', { when: relativeText(sync.nextAttemptAt, hostNow()) })}
          </Menu.Label>
        )}
        <Menu.Item leftSection={<IconArrowsExchange size={16} />} onClick={() => goTo('/sync')}>
          {t('sync.open')}
        </Menu.Item>
        {sync.link === 'not-joined' && canJoin && may('people.manage') ? (
          <Menu.Item leftSection={<IconPlugConnected size={16} />} onClick={() => goTo('/join')}>
            {t('firstRun.join')}
          </Menu.Item>
        ) : null}
        {sync.link !== 'not-joined' && may('sync.manage') ? (
          <>
            <Menu.Item leftSection={<IconRefresh size={16} />} onClick={() => void now.run(undefined)}>
              {t('status.syncNow')}
            </Menu.Item>
            <Menu.Item
              leftSection={sync.paused ? <IconPlayerPlay size={16} /> : <IconHandStop size={16} />}
              onClick={() => void pause.run(!sync.paused)}
            >
              {t(sync.paused ? 'status.release' : 'status.hold')}
            </Menu.Item>
          </>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}
