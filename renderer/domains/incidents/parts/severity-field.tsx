import { IconAlertOctagon } from '@tabler/icons-react';
import { SEVERITIES, type Severity } from '#shared/kernel/fields.ts';
import { useWords } from '#renderer/shell/words.ts';
import { SeverityShape } from '#renderer/ui/severity-badge.tsx';
import styles from '../incidents.module.css';

type SeverityFieldProps = {
  value: Severity | null;
  error?: React.ReactNode;
  /** Says that a critical one escalates the moment it is reported. */
  warnCritical?: boolean;
  /** What else there is to say of what is chosen. */
  children?: React.ReactNode;
  onChange(severity: Severity): void;
};

const WORST_FIRST = SEVERITIES.toReversed();

export function SeverityField(props: SeverityFieldProps) {
  const { value, error, warnCritical = false, children, onChange } = props;
  const { t, label } = useWords();
  const alarm = warnCritical && value === 'critical';
  return (
    <fieldset className={styles.fieldset}>
      <legend className={styles.legend}>{t('incidents.field.severity')}</legend>
      <div className={styles.severityChoice}>
        {WORST_FIRST.map((severity) => (
          <label key={severity} className={styles.severityOption} data-severity={severity}>
            <input
              type="radio"
              name="severity"
              value={severity}
              checked={value === severity}
              onChange={() => onChange(severity)}
            />
            <SeverityShape severity={severity} />
            {t(`severity.${severity}`)}
          </label>
        ))}
      </div>
      {error ? (
        <p className={styles.fieldError} role="alert">
          {error}
        </p>
      ) : null}
      <p className={styles.hint} data-alarm={alarm} aria-live="polite">
        {alarm ? <IconAlertOctagon size={16} stroke={1.9} aria-hidden="true" /> : null}
        {value === null
          ? ''
          : alarm
            ? t('incidents.report.critical', { who: label({ key: 'incidents.ladder.level1' }) })
            : t(`incidents.severity.hint.${value}`)}
      </p>
      {children}
    </fieldset>
  );
}
