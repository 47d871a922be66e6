import type { ReactNode } from 'react';
import styles from './states.module.css';

type PageHeaderProps = { title: string; note?: ReactNode; children?: ReactNode };

export function PageHeader({ title, note, children }: PageHeaderProps) {
  return (
    <header className={styles.header}>
      <h1 className={styles.headerTitle}>{title}</h1>
      {note === undefined ? null : <span className={styles.headerNote}>{note}</span>}
      <div className={styles.headerActions}>{children}</div>
    </header>
  );
}
