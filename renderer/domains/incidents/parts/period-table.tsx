import { historyRows } from '#shared/domains/incidents/rules/rows-of-numbers.ts';
import { movedBy } from '#shared/kernel/local-span.ts';
import type { Answer } from '#renderer/shell/api/questions.ts';
import { useWords } from '#renderer/shell/words.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { type OverviewSpan, periodText } from '../overview-span.ts';
import styles from '../overview.module.css';
import { HISTORY_COLUMNS } from './history-columns.ts';
import { minutesText } from './history-figures.tsx';
import { countText } from './number-link.tsx';
import { NumberTable } from './number-table.tsx';

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
        <NumberTable
          titles={[
            t('incidents.history.column.period'),
            ...HISTORY_COLUMNS.map(([, title]) => t(title)),
            t('incidents.history.toResolve'),
          ]}
          rows={periods.toReversed().map((period) => {
            const time = {
              from: period.localStart,
              to: movedBy(span.period, period.localStart, 1),
              siteId: span.siteId,
            };
            return {
              key: period.localStart,
              name: periodText(span.period, period.localStart),
              cells: [
                ...HISTORY_COLUMNS.map(([measure]) => ({
                  text: countText(period[measure]),
                  rows: historyRows(measure, time),
                })),
                { text: minutesText(period.averageMinutes), rows: historyRows('resolved', time) },
              ],
            };
          })}
        />
      </div>
    </Panel>
  );
}
