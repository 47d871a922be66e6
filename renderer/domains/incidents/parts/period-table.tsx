import { historyRows } from '#shared/domains/incidents/rules/rows-of-numbers.ts';
import { movedBy } from '#shared/kernel/local-span.ts';
import type { Answer } from '#renderer/shell/api/questions.ts';
import { useWords } from '#renderer/shell/words.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { type OverviewSpan, periodText } from '../overview-span.ts';
import styles from '../overview.module.css';
import { minutesText } from './history-figures.tsx';
import { countText, NumberLink } from './number-link.tsx';

const COLUMNS = [
  ['reported', 'incidents.history.reported'],
  ['reportedCritical', 'incidents.history.column.critical'],
  ['escalated', 'incidents.history.column.escalated'],
  ['resolved', 'incidents.history.resolved'],
  ['deadlineMet', 'incidents.history.column.met'],
  ['deadlineMissed', 'incidents.history.column.missed'],
] as const;

/** Each period in which something happened, newest first: what the charts show, as numbers that lead to their rows. */
export function PeriodTable({
  periods,
  span,
}: {
  periods: Answer<'incidents.history'>['periods'];
  span: OverviewSpan;
}) {
  const { t } = useWords();
  return (
    <Panel title={t('incidents.history.periods')} flush>
      <div className={styles.scroller} tabIndex={0} role="region" aria-label={t('incidents.history.periods')}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('incidents.history.column.period')}</th>
              {COLUMNS.map(([measure, text]) => (
                <th key={measure} scope="col">
                  {t(text)}
                </th>
              ))}
              <th scope="col">{t('incidents.history.toResolve')}</th>
            </tr>
          </thead>
          <tbody>
            {periods.toReversed().map((period) => {
              const name = periodText(span.period, period.localStart);
              const time = {
                from: period.localStart,
                to: movedBy(span.period, period.localStart, 1),
                siteId: span.siteId,
              };
              return (
                <tr key={period.localStart}>
                  <th scope="row">{name}</th>
                  {COLUMNS.map(([measure, text]) => (
                    <td key={measure}>
                      <NumberLink rows={historyRows(measure, time)} label={`${name}, ${t(text)}`}>
                        {countText(period[measure])}
                      </NumberLink>
                    </td>
                  ))}
                  <td>
                    <NumberLink
                      rows={historyRows('resolved', time)}
                      label={`${name}, ${t('incidents.history.toResolve')}`}
                    >
                      {minutesText(period.averageMinutes)}
                    </NumberLink>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
