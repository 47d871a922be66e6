import { MultiSelect } from '@mantine/core';
import { CONTRIBUTING_FACTORS, FACTOR_CODES, factorText } from '#shared/domains/incidents/rules/factors.ts';
import { CAUSE_GROUPS } from '#shared/domains/incidents/schema/investigation.ts';
import { useCommand } from '#renderer/shell/api/use-command.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import styles from '../investigation.module.css';

type FactorsProps = { incidentId: string; factors: readonly string[]; changes: boolean };

/** What contributed, out of short texts by group; kept as soon as one is chosen. */
export function Factors({ incidentId, factors, changes }: FactorsProps) {
  const { t } = useWords();
  const command = useCommand('incidents.changeInvestigation', `${incidentId} factors`);
  const data = CAUSE_GROUPS.map((group) => ({
    group: t(`incidents.causes.group.${group}`),
    items: Object.entries(CONTRIBUTING_FACTORS[group]).map(([value, label]) => ({ value, label })),
  }));
  return (
    <Panel title={t('incidents.factors.title')}>
      <div className={styles.work}>
        {factors.length === 0 && !changes ? (
          <p className={styles.muted}>{t('incidents.factors.none')}</p>
        ) : null}
        {changes ? (
          <MultiSelect
            aria-label={t('incidents.factors.choose')}
            placeholder={factors.length === 0 ? t('incidents.factors.choose') : ''}
            data={data}
            value={factors.filter((code) => FACTOR_CODES.includes(code))}
            onChange={(chosen) => void command.run({ id: incidentId, factors: chosen })}
            searchable
            hidePickedOptions
            comboboxProps={{ withinPortal: true }}
          />
        ) : (
          <ul className={styles.gaps}>
            {factors.map((code) => (
              <li key={code}>{factorText(code)}</li>
            ))}
          </ul>
        )}
        <ErrorAlert error={command.error} />
      </div>
    </Panel>
  );
}
