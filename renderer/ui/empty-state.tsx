import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './states.module.css';

type EmptyStateProps = { icon: Icon; title: string; text: string; children?: ReactNode };

/** Nothing to show: says so, and what to do about it. */
export function EmptyState({ icon: EmptyIcon, title, text, children }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      <EmptyIcon size={30} stroke={1.3} aria-hidden="true" />
      <p className={styles.emptyTitle}>{title}</p>
      <p className={styles.emptyText}>{text}</p>
      {children}
    </div>
  );
}
