import type { ReactNode } from 'react';
import { ThemeSwitch } from '../theme/theme-switch.tsx';
import { useWords } from '../words.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import styles from './outside.module.css';

type OutsideProps = { title: string; text?: string; wide?: boolean; children: ReactNode };

/** The frame of pages seen before anybody is signed in. */
export function Outside({ title, text, wide = false, children }: OutsideProps) {
  const { t } = useWords();
  return (
    <div className={styles.outside}>
      <ConnectionBanner />
      <header className={styles.bar}>
        <img src="./icon.svg" alt="" width={26} height={26} />
        <span>{t('app.name')}</span>
        <ThemeSwitch />
      </header>
      <main className={styles.main} data-wide={wide}>
        <h1 className={styles.title}>{title}</h1>
        {text === undefined ? null : <p className={styles.text}>{text}</p>}
        {children}
      </main>
    </div>
  );
}
