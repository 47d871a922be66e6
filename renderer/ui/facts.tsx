import type { ReactNode } from 'react';
import styles from './facts.module.css';

/** Names and what they stand for, in two columns. Several lists in one place have their names `aligned`. */
export function Facts({ children, aligned = false }: { children: ReactNode; aligned?: boolean }) {
  return (
    <dl className={styles.facts} data-aligned={aligned}>
      {children}
    </dl>
  );
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
