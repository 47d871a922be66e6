import { IconAlertTriangle } from '@tabler/icons-react';
import { severityDoubt } from '#shared/domains/incidents/rules/severity-doubt.ts';
import type { IncidentType } from '#shared/domains/incidents/schema.ts';
import type { Severity } from '#shared/kernel/fields.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import styles from '../incidents.module.css';

/** INC-61: the severity that is agreed on for a type of incident at this site; null where none is, or not known yet. */
export function useSuggestedSeverity(): (type: IncidentType) => Severity | null {
  const mayReport = useMay()('incidents.report');
  const { data } = useAnswer('incidents.suggestedSeverities', {}, { enabled: mayReport });
  return (type) => data?.[type] ?? null;
}

/** Says that the severity was not chosen, but stands as it is suggested. */
export function SuggestedNote({ type }: { type: IncidentType }) {
  const { t } = useWords();
  return (
    <p className={styles.hint} role="status">
      {t('incidents.severity.suggested', { type: t(`type.${type}`) })}
    </p>
  );
}

/** INC-60: says that what came of it asks for more; whoever chooses decides. */
export function SeverityDoubtNote(said: Parameters<typeof severityDoubt>[0]) {
  const { t } = useWords();
  const doubt = severityDoubt(said);
  return (
    <div role="status">
      {doubt === undefined ? null : (
        <p className={styles.doubt}>
          <IconAlertTriangle size={16} stroke={1.9} aria-hidden="true" />
          {t(`incidents.severity.doubt.${doubt.because}`, { severity: t(`severity.${doubt.atLeast}`) })}
        </p>
      )}
    </div>
  );
}
