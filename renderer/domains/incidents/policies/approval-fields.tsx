import { Select } from '@mantine/core';
import { APPROVED_MOVES } from '#shared/domains/incidents/schema/approved-moves.ts';
import type { ApprovalRule } from '#shared/domains/incidents/schema/policy.ts';
import { SEVERITIES } from '#shared/kernel/fields.ts';
import { useWords } from '#renderer/shell/words.ts';
import styles from '../rota/rota.module.css';
import { JobChoice } from './job-choice.tsx';

type ApprovalFieldsProps = {
  rules: readonly ApprovalRule[];
  error: React.ReactNode;
  onChange(rules: ApprovalRule[]): void;
};

/** Which moves wait for whose approval, and from which severity on. A move without a job waits for nobody. */
export function ApprovalFields({ rules, error, onChange }: ApprovalFieldsProps) {
  const { t } = useWords();
  return APPROVED_MOVES.map((move) => {
    const rule = rules.find((one) => one.move === move);
    const others = rules.filter((one) => one.move !== move);
    const fromSeverity = rule?.fromSeverity ?? 'critical';
    return (
      <fieldset key={move} className={styles.severity}>
        <legend>{t('incidents.policy.approval', { move: t(`stage.${move}`).toLocaleLowerCase() })}</legend>
        <JobChoice
          label={t('incidents.policy.approval.by', { move: t(`stage.${move}`) })}
          hint={t('incidents.policy.approval.hint')}
          jobs={rule?.profiles ?? []}
          error={move === 'closed' ? error : undefined}
          onChange={(profiles) =>
            onChange(profiles.length === 0 ? others : [...others, { move, fromSeverity, profiles }])
          }
        />
        <Select
          label={t('incidents.policy.approval.from')}
          data={SEVERITIES.toReversed().map((severity) => ({
            value: severity,
            label: t(`severity.${severity}`),
          }))}
          value={fromSeverity}
          disabled={rule === undefined}
          allowDeselect={false}
          onChange={(chosen) => {
            const severity = SEVERITIES.find((one) => one === chosen);
            if (rule !== undefined && severity !== undefined)
              onChange([...others, { ...rule, fromSeverity: severity }]);
          }}
        />
      </fieldset>
    );
  });
}
