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
import { countText, NumberLink, percentText } from './number-link.tsx';

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

const COLUMNS = [
  ['reported', 'incidents.history.reported'],
  ['reportedCritical', 'incidents.history.column.critical'],
  ['escalated', 'incidents.history.column.escalated'],
  ['resolved', 'incidents.history.resolved'],
  ['deadlineMet', 'incidents.history.column.met'],
  ['deadlineMissed', 'incidents.history.column.missed'],
  ['reopened', 'incidents.history.reopened'],
] as const;

function SiteTable({ rows, span }: { rows: History['bySite']; span: OverviewSpan }) {
  const { t } = useWords();
  return (
    <div className={styles.scroller} tabIndex={0} role="region" aria-label={t('incidents.history.bySite')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('incidents.history.column.site')}</th>
            {COLUMNS.map(([measure, text]) => (
              <th key={measure} scope="col">
                {t(text)}
              </th>
            ))}
            <th scope="col">{t('incidents.history.compliance')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const name = row.siteName ?? t('incidents.detail.unknownSite');
            const ofSite = { ...span, siteId: row.siteId };
            return (
              <tr key={row.siteId}>
                <th scope="row">{name}</th>
                {COLUMNS.map(([measure, text]) => (
                  <td key={measure}>
                    <NumberLink rows={historyRows(measure, ofSite)} label={`${name}, ${t(text)}`}>
                      {countText(row[measure])}
                    </NumberLink>
                  </td>
                ))}
                <td>
                  <NumberLink
                    rows={historyRows('resolved', ofSite)}
                    label={`${name}, ${t('incidents.history.compliance')}`}
                  >
                    {percentText(row.complianceRate)}
                  </NumberLink>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
