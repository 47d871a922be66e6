import { Anchor } from '@mantine/core';
import { IconBellOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useWords } from '#renderer/shell/words.ts';
import styles from '../people.module.css';
import type { Reach } from '../use-people-api.ts';

/** Over what somebody on duty hears of an alarm, or that they don't. */
export function ReachText({ reach }: { reach: Reach }) {
  const { t } = useWords();
  if (reach.isReachable) return reach.working.map((channel) => t(`channel.${channel}`)).join(', ');
  return (
    <span className={styles.unreachable}>
      <IconBellOff size={14} stroke={2} aria-hidden="true" />
      {t('people.unreachable')}
    </span>
  );
}

type ReachWarningProps = { children: ReactNode; href: string; link: string };

export function ReachWarning({ children, href, link }: ReachWarningProps) {
  return (
    <div className={styles.warning} role="status">
      <IconBellOff size={17} stroke={1.9} aria-hidden="true" />
      <p>
        {children}{' '}
        <Anchor component={Link} href={href} inherit underline="always">
          {link}
        </Anchor>
      </p>
    </div>
  );
}
