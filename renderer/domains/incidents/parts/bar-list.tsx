import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { RowsAsked } from '#shared/domains/incidents/rules/rows-of-numbers.ts';
import { addressOf } from '../list-filters.ts';
import styles from '../overview.module.css';
import { countText } from './number-link.tsx';

type Bar = {
  key: string;
  label: ReactNode;
  value: number;
  rows: RowsAsked;
  severity?: string;
};

/** Bars to compare, numbers to read; each row leads to its incidents. */
export function BarList({ bars }: { bars: readonly Bar[] }) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <ul className={styles.bars}>
      {bars.map(({ key, label, value, rows, severity }) => (
        <li key={key}>
          <Link href={addressOf(rows)} className={styles.barRow}>
            <span className={styles.barLabel}>{label}</span>
            <span className={styles.bar} data-severity={severity} aria-hidden="true">
              <span className={styles.barFill} style={{ width: `${(value / most) * 100}%` }} />
            </span>
            <span className={styles.barValue}>{countText(value)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
