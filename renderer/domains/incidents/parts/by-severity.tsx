import { Link } from 'wouter';
import type { IncidentTotals } from '#shared/domains/incidents/queries/dashboard.ts';
import { SEVERITIES } from '#shared/kernel/fields.ts';
import { SeverityBadge } from '#renderer/ui/severity-badge.tsx';
import styles from '../incidents.module.css';

const WORST_FIRST = SEVERITIES.toReversed();

/** Bars to compare, numbers to read; each leads to its list. */
export function BySeverity({ totals }: { totals: IncidentTotals }) {
  const most = Math.max(1, ...SEVERITIES.map((severity) => totals[severity]));
  return (
    <div>
      {WORST_FIRST.map((severity) => (
        <Link key={severity} href={`/incidents?severity=${severity}`} className={styles.barRow}>
          <SeverityBadge severity={severity} quiet />
          <span className={styles.bar} data-severity={severity} aria-hidden="true">
            <span className={styles.barFill} style={{ width: `${(totals[severity] / most) * 100}%` }} />
          </span>
          <span className={styles.barValue}>{totals[severity]}</span>
        </Link>
      ))}
    </div>
  );
}
