import type { Incident } from '#shared/domains/incidents/schema.ts';
import { useWords } from '#renderer/shell/words.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import styles from '../incidents.module.css';

const TEXTS = ['description', 'resolution', 'rootCause', 'correctiveAction', 'noActionBecause'] as const;

/** What people wrote about it, as far as they have. */
export function DetailTexts({ incident }: { incident: Incident }) {
  const { t } = useWords();
  const written = TEXTS.filter((field) => (incident[field] ?? '') !== '');
  if (written.length === 0) return null;
  return (
    <Panel title={t('incidents.detail.report')}>
      <div className={styles.texts}>
        {written.map((field) => (
          <div key={field}>
            <h3 className={styles.proseTitle}>{t(`incidents.detail.${field}`)}</h3>
            <p className={styles.prose}>{incident[field]}</p>
          </div>
        ))}
      </div>
    </Panel>
  );
}
