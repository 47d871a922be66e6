import { Link } from 'wouter';
import type { ReactNode } from 'react';
import type { RowsAsked } from '#shared/domains/incidents/rules/rows-of-numbers.ts';
import { addressOf } from '../list-filters.ts';
import styles from '../overview.module.css';

type NumberLinkProps = {
  rows: RowsAsked;
  /** What is counted, for whoever does not see the column it stands in. */
  label: string;
  children: ReactNode;
  alarm?: boolean;
};

/** A number that leads to the very rows it counts. */
export function NumberLink({ rows, label, children, alarm = false }: NumberLinkProps) {
  return (
    <Link
      href={addressOf(rows)}
      className={styles.number}
      data-alarm={alarm}
      aria-label={`${label}: ${textOf(children)}`}
    >
      {children}
    </Link>
  );
}

export function countText(count: number): string {
  return count.toLocaleString('en-GB');
}

export function percentText(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(share === 1 || share === 0 ? 0 : 1)} %`;
}

function textOf(children: ReactNode): string {
  return typeof children === 'string' || typeof children === 'number' ? String(children) : '';
}
