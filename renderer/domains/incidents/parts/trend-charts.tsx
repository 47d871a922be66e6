import { useMemo } from 'react';
import { SEVERITIES } from '#shared/kernel/fields.ts';
import type { StatisticsMeasure } from '#shared/domains/incidents/statistics.ts';
import type { Answer } from '#renderer/shell/api/questions.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useHostNow } from '#renderer/shell/connection/use-host-now.ts';
import { detailsOf } from '#renderer/shell/connection/api-error.ts';
import { t } from '#renderer/shell/words.ts';
import { Chart, type ChartData } from '#renderer/ui/chart.tsx';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { monthText } from '#renderer/ui/format.ts';
import pages from '#renderer/ui/pages.module.css';
import { Panel } from '#renderer/ui/panel.tsx';

const MONTHS = 12;
const WORST_FIRST = SEVERITIES.toReversed();

/** A year of incidents: how many were reported, and how long they took. */
export function TrendCharts() {
  const month = useHostNow().slice(0, 'yyyy-mm'.length);
  const months = useMemo(() => monthsUntil(month), [month]);
  const answer = useAnswer('incidents.statistics', { period: 'month', ...periodOf(months) });
  if (answer.isError) return <ErrorAlert error={detailsOf(answer.error)} />;
  if (answer.data === undefined) return null;
  const { periods } = answer.data;
  return (
    <div className={pages.columns}>
      <Panel title={t('incidents.overview.reported')}>
        <Chart data={reportedChart(months, periods)} tones={WORST_FIRST} />
      </Panel>
      <Panel title={t('incidents.overview.duration')}>
        <Chart data={durationChart(months, periods)} />
      </Panel>
    </div>
  );
}

type Periods = Answer<'incidents.statistics'>['periods'];

const REPORTED: { readonly [severity in (typeof SEVERITIES)[number]]: StatisticsMeasure } = {
  low: 'reportedLow',
  medium: 'reportedMedium',
  high: 'reportedHigh',
  critical: 'reportedCritical',
};

function reportedChart(months: readonly string[], periods: Periods): ChartData {
  return {
    title: t('incidents.overview.reported'),
    kind: 'stacked-bar',
    unit: '',
    digits: 0,
    categories: months.map(shortMonth),
    series: WORST_FIRST.map((severity) => ({
      name: t(`severity.${severity}`),
      values: months.map((month) => of(periods, month)?.[REPORTED[severity]] ?? 0),
    })),
  };
}

function durationChart(months: readonly string[], periods: Periods): ChartData {
  const hours = (month: string) => {
    const minutes = of(periods, month)?.resolutionMinutes ?? null;
    return minutes === null ? null : minutes / 60;
  };
  return {
    title: t('incidents.overview.duration'),
    kind: 'line',
    unit: t('incidents.overview.hours'),
    digits: 1,
    categories: months.map(shortMonth),
    series: [{ name: t('incidents.overview.duration.series'), values: months.map(hours) }],
  };
}

function of(periods: Periods, month: string): Periods[number] | undefined {
  return periods.find((period) => period.localStart.startsWith(month));
}

/** `2026-03` and the eleven months before it, oldest first. */
function monthsUntil(month: string): string[] {
  const last = new Date(`${month}-01T00:00:00Z`);
  return Array.from({ length: MONTHS }, (_month, index) => {
    const start = Date.UTC(last.getUTCFullYear(), last.getUTCMonth() - (MONTHS - 1 - index), 1);
    return new Date(start).toISOString().slice(0, 'yyyy-mm'.length);
  });
}

/** A day more at both ends: months begin at midnight of the site, not of UTC. */
function periodOf(months: readonly string[]): { from: string; to: string } {
  const day = 24 * 60 * 60_000;
  const first = Date.parse(`${months[0] ?? ''}-01T00:00:00Z`);
  const last = new Date(`${months.at(-1) ?? ''}-01T00:00:00Z`);
  const end = Date.UTC(last.getUTCFullYear(), last.getUTCMonth() + 1, 1);
  return { from: new Date(first - day).toISOString(), to: new Date(end + day).toISOString() };
}

function shortMonth(month: string): string {
  return monthText(month).replace(/^(\w{3})\w* \d\d/, '$1 ’');
}
