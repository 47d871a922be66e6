import { openAtLevel, openOfCategory, openRows } from '#shared/domains/incidents/rules/rows-of-numbers.ts';
import { NOBODY } from '#shared/domains/incidents/queries/nobody.ts';
import { SEVERITIES } from '#shared/kernel/fields.ts';
import type { Answer } from '#renderer/shell/api/questions.ts';
import { useWords } from '#renderer/shell/words.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { SeverityBadge } from '#renderer/ui/severity-badge.tsx';
import styles from '../overview.module.css';
import { BarList } from './bar-list.tsx';
import { countText } from './number-link.tsx';
import { NumberTable } from './number-table.tsx';

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
    <NumberTable
      titles={[
        t('incidents.column.site'),
        t('incidents.overview.open'),
        t('severity.critical'),
        t('incidents.overview.overdue'),
      ]}
      rows={rows.map(({ siteId, siteName, open, critical, overdue }) => ({
        key: siteId,
        name: siteName ?? t('incidents.detail.unknownSite'),
        cells: [
          { text: countText(open), rows: openRows({ siteId }) },
          {
            text: countText(critical),
            rows: openRows({ siteId, severities: ['critical'] }),
            alarm: critical > 0,
          },
          { text: countText(overdue), rows: openRows({ siteId, sla: 'overdue' }), alarm: overdue > 0 },
        ],
      }))}
    />
  );
}

function OpenByAssignee({ rows }: { rows: Live['byAssignee'] }) {
  const { t } = useWords();
  return (
    <NumberTable
      titles={[
        t('incidents.overview.assignee'),
        t('incidents.overview.open'),
        t('incidents.overview.overdue'),
      ]}
      rows={rows.map(({ assignee, name, open, overdue }) => ({
        key: assignee,
        name:
          assignee === NOBODY ? t('incidents.overview.nobody') : (name ?? t('incidents.overview.somebody')),
        cells: [
          { text: countText(open), rows: openRows({ assignee }) },
          { text: countText(overdue), rows: openRows({ assignee, sla: 'overdue' }), alarm: overdue > 0 },
        ],
      }))}
    />
  );
}
