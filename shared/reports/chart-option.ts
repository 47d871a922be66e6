import { cleanText } from './safe-text.ts';
import type { ChartSection } from './sections.ts';

/** Told apart with any kind of colour vision, and on white paper (Okabe and Ito, darkened where they are light). */
export const CHART_COLOURS = [
  '#0072b2',
  '#d55e00',
  '#007f5f',
  '#b3589b',
  '#8c6d00',
  '#3f8fc4',
  '#5b5b5b',
  '#9c2f2f',
] as const;

const INK = '#1c2733';
const FAINT = '#5a6672';
const GRID = '#d6dce2';
const FONT = 'Roboto';

/** A chart as ECharts takes it, for paper: nothing moves, nothing is asked of a pointer. */
export function chartOption(chart: ChartSection): Readonly<Record<string, unknown>> {
  const base = {
    animation: false,
    silent: true,
    color: [...CHART_COLOURS],
    textStyle: { fontFamily: FONT, color: INK, fontSize: 11 },
    legend: { bottom: 0, itemWidth: 12, itemHeight: 8, textStyle: { color: INK, fontFamily: FONT } },
  };
  return chart.kind === 'pie' || chart.kind === 'donut'
    ? { ...base, ...roundOption(chart) }
    : { ...base, ...axesOption(chart) };
}

function axesOption({ kind, unit, categories, series }: ChartSection) {
  const label = { color: FAINT, fontFamily: FONT, fontSize: 10 };
  return {
    grid: {
      left: 8,
      right: 16,
      top: unit === '' ? 12 : 28,
      bottom: 30,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: {
      type: 'category',
      data: categories.map(cleanText),
      axisLabel: label,
      axisLine: { lineStyle: { color: FAINT } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      name: cleanText(unit),
      nameTextStyle: label,
      axisLabel: label,
      splitLine: { lineStyle: { color: GRID } },
    },
    series: series.map(({ name, values }) => ({
      type: kind === 'line' ? 'line' : 'bar',
      name: cleanText(name),
      data: values,
      ...(kind === 'stacked-bar' ? { stack: 'all' } : {}),
      ...(kind === 'line' ? { symbolSize: 5, lineStyle: { width: 2 } } : { barMaxWidth: 34 }),
    })),
  };
}

/** Of a pie only the first series is shown: it has one whole. */
function roundOption({ kind, categories, series }: ChartSection) {
  const values = series[0]?.values ?? [];
  return {
    series: [
      {
        type: 'pie',
        radius: kind === 'donut' ? ['42%', '68%'] : '68%',
        center: ['50%', '46%'],
        label: { formatter: '{b}: {c}', color: INK, fontFamily: FONT, fontSize: 10 },
        itemStyle: { borderColor: '#ffffff', borderWidth: 1 },
        data: categories.map((name, index) => ({ name: cleanText(name), value: values[index] ?? 0 })),
      },
    ],
  };
}
