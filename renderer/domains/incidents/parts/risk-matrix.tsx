import { Button } from '@mantine/core';
import { RISK_SCALE, riskBand } from '#shared/domains/incidents/rules/risk.ts';
import type { Investigation } from '#shared/domains/incidents/schema/investigation.ts';
import { useCommand } from '#renderer/shell/api/use-command.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { SeverityBadge } from '#renderer/ui/severity-badge.tsx';
import styles from '../investigation.module.css';

type Risk = Pick<Investigation, 'likelihood' | 'consequence'>;
type RiskMatrixProps = { incidentId: string; risk: Risk; changes: boolean };

/** Likelihood down, consequence across; the field that was chosen says how grave the risk is. */
export function RiskMatrix({ incidentId, risk, changes }: RiskMatrixProps) {
  const { t } = useWords();
  const command = useCommand('incidents.changeInvestigation', `${incidentId} risk`);
  const set = (judged: Risk) => void command.run({ id: incidentId, ...judged });
  return (
    <Panel title={t('incidents.risk.title')}>
      <div className={styles.work}>
        <Judged risk={risk} />
        <table className={styles.risk} aria-label={t('incidents.risk.title')}>
          <thead>
            <tr>
              <th scope="col">{t('incidents.risk.likelihood')}</th>
              {RISK_SCALE.map((consequence) => (
                <th key={consequence} scope="col">
                  {t(`incidents.risk.consequence.${consequence}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {RISK_SCALE.toReversed().map((likelihood) => (
              <tr key={likelihood}>
                <th scope="row">{t(`incidents.risk.likelihood.${likelihood}`)}</th>
                {RISK_SCALE.map((consequence) => (
                  <td key={consequence}>
                    <Cell
                      cell={{ likelihood, consequence }}
                      isChosen={risk.likelihood === likelihood && risk.consequence === consequence}
                      isFixed={!changes}
                      onChoose={set}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <ErrorAlert error={command.error} />
        {risk.likelihood !== null && changes ? (
          <div>
            <Button variant="default" size="xs" onClick={() => set({ likelihood: null, consequence: null })}>
              {t('incidents.risk.clear')}
            </Button>
          </div>
        ) : null}
      </div>
    </Panel>
  );
}

function Judged({ risk: { likelihood, consequence } }: { risk: Risk }) {
  const { t } = useWords();
  if (likelihood === null || consequence === null) {
    return <p className={styles.muted}>{t('incidents.risk.none')}</p>;
  }
  return (
    <p className={styles.itemNote}>
      <SeverityBadge severity={riskBand(likelihood, consequence)} />
      <span>
        {t(`incidents.risk.likelihood.${scaleOf(likelihood)}`)},{' '}
        {t(`incidents.risk.consequence.${scaleOf(consequence)}`)}
      </span>
    </p>
  );
}

type CellProps = {
  cell: { likelihood: number; consequence: number };
  isChosen: boolean;
  isFixed: boolean;
  onChoose(cell: Risk): void;
};

function Cell({ cell, isChosen, isFixed, onChoose }: CellProps) {
  const { t } = useWords();
  const { likelihood, consequence } = cell;
  const band = riskBand(likelihood, consequence);
  const score = likelihood * consequence;
  return (
    <button
      type="button"
      className={styles.riskCell}
      data-band={band}
      aria-pressed={isChosen}
      aria-label={t('incidents.risk.cell', { score, likelihood, consequence, band: t(`severity.${band}`) })}
      disabled={isFixed}
      onClick={() => onChoose(cell)}
    >
      {score}
    </button>
  );
}

function scaleOf(value: number): (typeof RISK_SCALE)[number] {
  return RISK_SCALE.find((step) => step === value) ?? 1;
}
