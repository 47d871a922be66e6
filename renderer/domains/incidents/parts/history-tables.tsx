import { historyRows } from '#shared/domains/incidents/rules/rows-of-numbers.ts';
import { CATEGORIES } from '#shared/domains/incidents/schema.ts';
import {
  REPORTED_BY_CATEGORY,
  REPORTED_BY_SEVERITY,
  typeMeasure,
} from '#shared/domains/incidents/statistics.ts';
import { SEVERITIES } from '#shared/kernel/fields.ts';
import type { Answer } from '#renderer/shell/api/questions.ts';
import { useWords } from '#renderer/shell/words.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { SeverityBadge } from '#renderer/ui/severity-badge.tsx';
import type { OverviewSpan } from '../overview-span.ts';
import styles from '../overview.module.css';
import { BarList } from './bar-list.tsx';
import { HISTORY_COLUMNS } from './history-columns.ts';
import { countText, percentText } from './number-link.tsx';
import { NumberTable } from './number-table.tsx';

type History = Answer<'incidents.history'>;
const TYPES_SHOWN = 8;

/** Where it happened, and of what kind it was. */
export function HistoryTables({ history, span }: { history: History; span: OverviewSpan }) {
  const { t } = useWords();
  const { total, byType, bySite } = history;
  return (
    <>
      <div className={styles.thirds}>
        <Panel title={t('incidents.history.bySeverity')}>
          <BarList
            bars={SEVERITIES.toReversed().map((severity) => ({
              key: severity,
              label: <SeverityBadge severity={severity} quiet />,
              value: total[REPORTED_BY_SEVERITY[severity]],
              rows: historyRows(REPORTED_BY_SEVERITY[severity], span),
              severity,
            }))}
          />
        </Panel>
        <Panel title={t('incidents.history.byCategory')}>
          <BarList
            bars={CATEGORIES.map((category) => ({
              key: category,
              label: t(`category.${category}`),
              value: total[REPORTED_BY_CATEGORY[category]],
              rows: historyRows(REPORTED_BY_CATEGORY[category], span),
            }))}
          />
        </Panel>
        <Panel title={t('incidents.history.byType')}>
          <BarList
            bars={byType.slice(0, TYPES_SHOWN).map(({ type, reported }) => ({
              key: type,
              label: t(`type.${type}`),
              value: reported,
              rows: historyRows(typeMeasure(type), span),
            }))}
          />
        </Panel>
      </div>
      <Panel title={t('incidents.history.bySite')} flush>
        <SiteTable rows={bySite} span={span} />
      </Panel>
    </>
  );
}

const COLUMNS = [...HISTORY_COLUMNS, ['reopened', 'incidents.history.reopened']] as const;

function SiteTable({ rows, span }: { rows: History['bySite']; span: OverviewSpan }) {
  const { t } = useWords();
  return (
    <div className={styles.scroller} tabIndex={0} role="region" aria-label={t('incidents.history.bySite')}>
      <NumberTable
        titles={[
          t('incidents.history.column.site'),
          ...COLUMNS.map(([, title]) => t(title)),
          t('incidents.history.compliance'),
        ]}
        rows={rows.map((row) => {
          const ofSite = { ...span, siteId: row.siteId };
          return {
            key: row.siteId,
            name: row.siteName ?? t('incidents.detail.unknownSite'),
            cells: [
              ...COLUMNS.map(([measure]) => ({
                text: countText(row[measure]),
                rows: historyRows(measure, ofSite),
              })),
              { text: percentText(row.complianceRate), rows: historyRows('resolved', ofSite) },
            ],
          };
        })}
      />
    </div>
  );
}
