import type { Severity } from '#shared/kernel/fields.ts';
import { useWords } from '#renderer/shell/words.ts';
import styles from './badges.module.css';

/** Shape and word say it; colour only helps. At night there is no colour. */
export function SeverityBadge({ severity, quiet = false }: { severity: Severity; quiet?: boolean }) {
  const { t } = useWords();
  return (
    <span className={`${styles.badge} ${quiet ? styles.quiet : styles.filled}`} data-severity={severity}>
      <SeverityShape severity={severity} />
      {t(`severity.${severity}`)}
    </span>
  );
}

/** Octagon, triangle, diamond, ring: from stop sign to note. */
export function SeverityShape({ severity }: { severity: Severity }) {
  return (
    <svg viewBox="0 0 14 14" width="13" height="13" aria-hidden="true">
      {SHAPES[severity]}
    </svg>
  );
}

const SHAPES: { readonly [S in Severity]: React.ReactNode } = {
  critical: (
    <>
      <path d="M4.3.6h5.4l3.7 3.7v5.4l-3.7 3.7H4.3L.6 9.7V4.3z" fill="currentColor" />
      <path d="M7 3.2v4.6M7 9.6v1.4" stroke="var(--fl-badge-ground)" strokeWidth="1.8" fill="none" />
    </>
  ),
  high: <path d="M7 1.2 13.3 12.4H.7z" fill="currentColor" />,
  medium: <path d="M7 1 13 7l-6 6-6-6z" fill="none" stroke="currentColor" strokeWidth="1.9" />,
  low: <circle cx="7" cy="7" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.9" />,
};
