import { IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { durationText } from '#renderer/ui/format.ts';
import { connection } from '../connection/console-connection.ts';
import { useWords } from '../words.ts';
import styles from './frame.module.css';

/** Says that the host is gone, as long as it is, and is read out once. */
export function ConnectionBanner() {
  const { t } = useWords();
  const state = useStore(connection.state);
  return (
    <div role="status" aria-live="polite">
      {state.phase === 'lost' ? (
        <div className={styles.banner}>
          <IconPlugConnectedX size={19} stroke={1.8} aria-hidden="true" />
          <div>
            <p className={styles.bannerTitle}>{t('connection.lost.title')}</p>
            <p aria-live="off">
              <Since sinceMs={state.sinceMs} />
            </p>
          </div>
        </div>
      ) : null}
    </div>
  );
}

function Since({ sinceMs }: { sinceMs: number }) {
  const { t } = useWords();
  const [elapsedMs, setElapsedMs] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setElapsedMs(performance.now() - sinceMs), 1_000);
    return () => clearInterval(timer);
  }, [sinceMs]);
  return t('connection.lost.since', { duration: durationText(elapsedMs) });
}
