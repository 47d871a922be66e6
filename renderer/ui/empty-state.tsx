import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './states.module.css';

type EmptyStateProps = { icon: Icon; title: string; text: string; children?: ReactNode; page?: boolean };

/** Nothing to show: says so, and what to do about it. `page`: it is all that the page has, so it carries its heading. */
export function EmptyState({ icon: EmptyIcon, title, text, children, page = false }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      <EmptyIcon size={30} stroke={1.3} aria-hidden="true" />
      {page ? <h1 className={styles.emptyTitle}>{title}</h1> : <p className={styles.emptyTitle}>{title}</p>}
      <p className={styles.emptyText}>{text}</p>
      {children}
    </div>
  );
}
