import { useWords } from '#renderer/shell/words.ts';
import styles from './drill-mark.module.css';

/** INC-56: nobody takes an exercise for the real thing, nor the real thing for an exercise. */
export function DrillMark({ incident }: { incident: { readonly isDrill?: boolean | null | undefined } }) {
  const { t } = useWords();
  if (incident.isDrill !== true) return null;
  return <span className={styles.drill}>{t('incidents.drill')}</span>;
}
