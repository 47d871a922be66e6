import type { Icon } from '@tabler/icons-react';
import { Link } from 'wouter';
import styles from './states.module.css';

type StatTileProps = {
  label: string;
  value: number;
  /** Where the counted things are listed; none when no list shows just those. */
  href?: string;
  icon: Icon;
  tone?: 'plain' | 'warning' | 'alarm';
};

/** A number that leads to what it counts. Its tone only shows when there is something to count. */
export function StatTile({ label, value, href, icon: TileIcon, tone = 'plain' }: StatTileProps) {
  const shown = value > 0 ? tone : 'plain';
  const content = (
    <>
      <span className={styles.tileValue}>{value}</span>{' '}
      <span className={styles.tileLabel}>
        <TileIcon size={15} stroke={1.8} aria-hidden="true" />
        {label}
      </span>
    </>
  );
  if (href === undefined) {
    return (
      <div className={styles.tile} data-tone={shown}>
        {content}
      </div>
    );
  }
  return (
    <Link href={href} className={styles.tile} data-tone={shown}>
      {content}
    </Link>
  );
}
