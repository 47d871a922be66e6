import type { Icon } from '@tabler/icons-react';
import { Link } from 'wouter';
import styles from './states.module.css';

type StatTileProps = {
  label: string;
  value: number;
  href: string;
  icon: Icon;
  tone?: 'plain' | 'warning' | 'alarm';
};

/** A number that leads to what it counts. Its tone only shows when there is something to count. */
export function StatTile({ label, value, href, icon: TileIcon, tone = 'plain' }: StatTileProps) {
  return (
    <Link href={href} className={styles.tile} data-tone={value > 0 ? tone : 'plain'} aria-label={`${label}: ${value}`}>
      <span className={styles.tileValue}>{value}</span>
      <span className={styles.tileLabel}>
        <TileIcon size={15} stroke={1.8} aria-hidden="true" />
        {label}
      </span>
    </Link>
  );
}
