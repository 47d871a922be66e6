import { openAtLevel, openOfCategory, openRows } from '#shared/domains/incidents/rules/rows-of-numbers.ts';
import { NOBODY } from '#shared/domains/incidents/queries/list.ts';
import { SEVERITIES } from '#shared/kernel/fields.ts';
import type { Answer } from '#renderer/shell/api/questions.ts';
import { useWords } from '#renderer/shell/words.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { SeverityBadge } from '#renderer/ui/severity-badge.tsx';
import styles from '../overview.module.css';
import { BarList } from './bar-list.tsx';
import { countText, NumberLink } from './number-link.tsx';

type Live = Answer<'incidents.dashboard'>;
const WORST_FIRST = SEVERITIES.toReversed();

/** Open incidents by severity, category, level, site and who has them. */
export function LiveParts({ live }: { live: Live }) {
  const { t } = useWords();
  return (
    <>
      <div className={styles.thirds}>
        <Panel title={t('incidents.overview.bySeverity')}>
          <BarList
            bars={WORST_FIRST.map((severity) => ({
              key: severity,
              label: <SeverityBadge severity={severity} quiet />,
              value: live.totals[severity],
              rows: openRows({ severities: [severity] }),
              severity,
            }))}
          />
        </Panel>
        <Panel title={t('incidents.overview.byCategory')}>
          <BarList
            bars={live.byCategory.map(({ category, open }) => ({
              key: category,
              label: t(`category.${category}`),
              value: open,
              rows: openOfCategory(category),
            }))}
          />
        </Panel>
        <Panel title={t('incidents.overview.byLevel')}>
          <BarList
            bars={live.byLevel.map(({ level, open }) => ({
              key: String(level),
              label:
                level === 0
                  ? t('incidents.overview.level.none')
                  : t('incidents.overview.level.some', { level }),
              value: open,
              rows: openAtLevel(level),
            }))}
          />
        </Panel>
      </div>
      <div className={styles.halves}>
        <Panel title={t('incidents.overview.bySite')} flush>
          <OpenBySite rows={live.bySite} />
        </Panel>
        <Panel title={t('incidents.overview.byAssignee')} flush>
          <OpenByAssignee rows={live.byAssignee} />
        </Panel>
      </div>
    </>
  );
}

function OpenBySite({ rows }: { rows: Live['bySite'] }) {
  const { t } = useWords();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('incidents.column.site')}</th>
          <th scope="col">{t('incidents.overview.open')}</th>
          <th scope="col">{t('severity.critical')}</th>
          <th scope="col">{t('incidents.overview.overdue')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ siteId, siteName, open, critical, overdue }) => {
          const name = siteName ?? t('incidents.detail.unknownSite');
          return (
            <tr key={siteId}>
              <th scope="row">{name}</th>
              <td>
                <NumberLink rows={openRows({ siteId })} label={`${name}, ${t('incidents.overview.open')}`}>
                  {countText(open)}
                </NumberLink>
              </td>
              <td>
                <NumberLink
                  rows={openRows({ siteId, severities: ['critical'] })}
                  label={`${name}, ${t('severity.critical')}`}
                  alarm={critical > 0}
                >
                  {countText(critical)}
                </NumberLink>
              </td>
              <td>
                <NumberLink
                  rows={openRows({ siteId, sla: 'overdue' })}
                  label={`${name}, ${t('incidents.overview.overdue')}`}
                  alarm={overdue > 0}
                >
                  {countText(overdue)}
                </NumberLink>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function OpenByAssignee({ rows }: { rows: Live['byAssignee'] }) {
  const { t } = useWords();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('incidents.overview.assignee')}</th>
          <th scope="col">{t('incidents.overview.open')}</th>
          <th scope="col">{t('incidents.overview.overdue')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ assignee, name, open, overdue }) => {
          const who =
            assignee === NOBODY ? t('incidents.overview.nobody') : (name ?? t('incidents.overview.somebody'));
          return (
            <tr key={assignee}>
              <th scope="row">{who}</th>
              <td>
                <NumberLink rows={openRows({ assignee })} label={`${who}, ${t('incidents.overview.open')}`}>
                  {countText(open)}
                </NumberLink>
              </td>
              <td>
                <NumberLink
                  rows={openRows({ assignee, sla: 'overdue' })}
                  label={`${who}, ${t('incidents.overview.overdue')}`}
                  alarm={overdue > 0}
                >
                  {countText(overdue)}
                </NumberLink>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
