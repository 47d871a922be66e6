import { Loader } from '@mantine/core';
import { useStore } from 'zustand';
import { connection } from '../connection/console-connection.ts';
import { useWords } from '../words.ts';
import styles from './outside.module.css';

/** Until the host has sent its first picture. */
export function Opening() {
  const { t } = useWords();
  const connected = useStore(connection.state, (state) => state.phase === 'connected');
  return (
    <main className={styles.opening} role="status">
      <Loader size={22} type="dots" />
      <p>{t(connected ? 'app.loading' : 'connection.connecting')}</p>
    </main>
  );
}
