import { SegmentedControl, Skeleton } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { ChartSection } from '#shared/reports/sections.ts';
import { useWords } from '#renderer/shell/words.ts';
import styles from './chart.module.css';
import { ChartTable } from './chart/chart-table.tsx';
import type { Tone } from './chart/tones.ts';

/** The same data as in a report: a chart on the page and on paper is written once. */
export type ChartData = Omit<ChartSection, 'type'>;

type ChartProps = {
  data: ChartData;
  heightPixels?: number;
  /** What the series mean (of a donut: the categories), where that has a colour of its own, such as a severity. */
  tones?: readonly Tone[];
};

const USUAL_HEIGHT_PIXELS = 200;

// Most pages have no chart: the drawing is fetched when the first one is shown.
const ChartDrawing = lazy(async () => ({
  default: (await import('./chart/chart-drawing.tsx')).ChartDrawing,
}));

/** Lines, bars, stacked bars, a pie or a donut; and the numbers themselves, for whoever would rather read them. */
export function Chart({ data, heightPixels = USUAL_HEIGHT_PIXELS, tones = [] }: ChartProps) {
  const { t } = useWords();
  const [shape, setShape] = useState<'chart' | 'table'>('chart');
  return (
    <figure className={styles.chart} aria-label={data.title}>
      <div className={styles.choice}>
        <SegmentedControl
          size="xs"
          aria-label={t('chart.shape', { title: data.title })}
          withItemsBorders={false}
          value={shape}
          onChange={setShape}
          data={[
            { value: 'chart', label: t('chart.shape.chart') },
            { value: 'table', label: t('chart.shape.table') },
          ]}
        />
      </div>
      {shape === 'table' ? (
        <ChartTable data={data} />
      ) : (
        <Suspense fallback={<Skeleton height={heightPixels} radius={4} />}>
          <ChartDrawing data={data} heightPixels={heightPixels} tones={tones} />
        </Suspense>
      )}
    </figure>
  );
}
