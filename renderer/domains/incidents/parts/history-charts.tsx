import { SEVERITIES } from '#shared/kernel/fields.ts';
import { startsIn } from '#shared/kernel/local-span.ts';
import { CATEGORIES } from '#shared/domains/incidents/schema.ts';
import { REPORTED_BY_CATEGORY, REPORTED_BY_SEVERITY } from '#shared/domains/incidents/statistics.ts';
import type { Answer } from '#renderer/shell/api/questions.ts';
import { t } from '#renderer/shell/words.ts';
import { Chart, type ChartData } from '#renderer/ui/chart.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { type OverviewSpan, shortPeriodText } from '../overview-span.ts';
import styles from '../overview.module.css';

type Periods = Answer<'incidents.history'>['periods'];
type ChartsProps = { periods: Periods; span: OverviewSpan };

const WORST_FIRST = SEVERITIES.toReversed();

/** How many were reported, how bad and of what kind, and how fast and how often in time they were resolved. */
export function HistoryCharts({ periods, span }: ChartsProps) {
  const byStart = new Map(periods.map((period) => [period.localStart, period]));
  const shown = startsIn(span).map((start) => byStart.get(start));
  const categories = startsIn(span).map((start) => shortPeriodText(span.period, start));
  return (
    <div className={styles.halves}>
      <Panel title={t('incidents.history.chart.reported')}>
        <Chart data={reportedChart(categories, shown)} tones={WORST_FIRST} />
      </Panel>
      <Panel title={t('incidents.history.chart.categories')}>
        <Chart data={categoriesChart(categories, shown)} />
      </Panel>
      <Panel title={t('incidents.history.chart.times')}>
        <Chart data={timesChart(categories, shown)} />
      </Panel>
      <Panel title={t('incidents.history.chart.compliance')}>
        <Chart data={complianceChart(categories, shown)} />
      </Panel>
    </div>
  );
}

type Shown = readonly (Periods[number] | undefined)[];

function reportedChart(categories: string[], shown: Shown): ChartData {
  return {
    title: t('incidents.history.chart.reported'),
    kind: 'stacked-bar',
    unit: '',
    digits: 0,
    categories,
    series: WORST_FIRST.map((severity) => ({
      name: t(`severity.${severity}`),
      values: shown.map((period) => period?.[REPORTED_BY_SEVERITY[severity]] ?? 0),
    })),
  };
}

/** The most frequent category first, at the foot of each bar. */
function categoriesChart(categories: string[], shown: Shown): ChartData {
  const series = CATEGORIES.map((category) => ({
    name: t(`category.${category}`),
    values: shown.map((period) => period?.[REPORTED_BY_CATEGORY[category]] ?? 0),
  }));
  return {
    title: t('incidents.history.chart.categories'),
    kind: 'stacked-bar',
    unit: '',
    digits: 0,
    categories,
    series: series.toSorted((one, other) => sum(other.values) - sum(one.values)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function timesChart(categories: string[], shown: Shown): ChartData {
  const hours = (minutes: number | null = null) => (minutes === null ? null : minutes / 60);
  return {
    title: t('incidents.history.chart.times'),
    kind: 'line',
    unit: t('incidents.overview.hours'),
    digits: 1,
    categories,
    series: [
      {
        name: t('incidents.history.average'),
        values: shown.map((period) => hours(period?.averageMinutes)),
      },
    ],
  };
}

function complianceChart(categories: string[], shown: Shown): ChartData {
  const percent = (share: number | null = null) => (share === null ? null : share * 100);
  return {
    title: t('incidents.history.chart.compliance'),
    kind: 'line',
    unit: '%',
    digits: 0,
    categories,
    series: [
      {
        name: t('incidents.history.column.met'),
        values: shown.map((period) => percent(period?.complianceRate)),
      },
    ],
  };
}
