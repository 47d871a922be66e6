import { Tooltip } from '@mantine/core';
import { IconBell, IconBellRinging } from '@tabler/icons-react';
import { Link } from 'wouter';
import { useMay } from '../use-may.ts';
import { useWords } from '../words.ts';
import styles from './inbox.module.css';
import { useAlarm, useInboxSummary } from './use-inbox.ts';

/** How many lines wait, on every page; and the sound that goes with them. */
export function Bell() {
  const { t } = useWords();
  const isShown = useMay()('notifications.read');
  const summary = useInboxSummary();
  useAlarm();
  if (!isShown) return null;
  const { unread = 0, critical = 0 } = summary ?? {};
  const shown = unread > 99 ? '99+' : unread;
  const text = unread === 0 ? t('inbox.bell.none') : t('inbox.bell', { count: shown });
  const Icon = critical > 0 ? IconBellRinging : IconBell;
  return (
    <Tooltip label={text}>
      <Link href="/notifications" className={styles.bell} aria-label={text}>
        <Icon size={18} stroke={1.7} aria-hidden="true" />
        {unread === 0 ? null : (
          <span className={styles.bellCount} data-alarm={critical > 0} aria-hidden="true">
            {shown}
          </span>
        )}
      </Link>
    </Tooltip>
  );
}
