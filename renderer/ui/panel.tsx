import { type ReactNode, useId } from 'react';
import styles from './states.module.css';

/** A titled region of a page. */
export function Panel({
  title,
  children,
  flush = false,
}: {
  title: string;
  children: ReactNode;
  flush?: boolean;
}) {
  const id = useId();
  return (
    <section className={styles.panel} aria-labelledby={id}>
      <h2 className={styles.panelTitle} id={id}>
        {title}
      </h2>
      <div className={flush ? undefined : styles.panelBody}>{children}</div>
    </section>
  );
}
