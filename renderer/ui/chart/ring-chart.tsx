import styles from '../chart.module.css';
import { ChartTip } from './chart-tip.tsx';
import type { DrawingProps } from './chart-drawing.tsx';
import { slicePath } from './scale.ts';
import { colourOf } from './tones.ts';
import { useCategories } from './use-categories.ts';
import { categoryText, valueText } from './value-text.ts';

const HOLE_SHARE = 0.62;

/** Parts of a whole: the first series, a slice for each category. */
export function RingChart({
  data,
  heightPixels,
  tones,
  widthPixels,
}: DrawingProps & { widthPixels: number }) {
  const keys = useCategories(data.categories.length);
  const values = data.categories.map((_category, index) => Math.max(0, data.series[0]?.values[index] ?? 0));
  const total = values.reduce((sum, value) => sum + value, 0);
  const outer = heightPixels / 2 - 6;
  const radius = { outer, inner: data.kind === 'donut' ? outer * HOLE_SHARE : 0 };
  const shown = keys.shown;
  return (
    <div className={styles.plot} style={{ height: heightPixels }}>
      <svg width={widthPixels} height={heightPixels} role="group" aria-label={data.title} {...keys.group}>
        <g transform={`translate(${widthPixels / 2} ${heightPixels / 2})`}>
          {values.map((value, index) => {
            const before = values.slice(0, index).reduce((sum, one) => sum + one, 0);
            if (total === 0 || value === 0) return null;
            return (
              <path
                key={data.categories[index]}
                role="img"
                aria-label={categoryText(data, index)}
                className={styles.slice}
                d={slicePath(before / total, (before + value) / total, radius)}
                fill={colourOf(index, tones)}
                {...keys.category(index)}
              />
            );
          })}
          {data.kind === 'donut' ? (
            <text className={styles.total} textAnchor="middle" y={8} aria-hidden="true">
              {valueText(data, total)}
            </text>
          ) : null}
        </g>
      </svg>
      {shown === null ? null : (
        <ChartTip
          title={data.categories[shown] ?? ''}
          x={widthPixels / 2 + outer}
          widthPixels={widthPixels * 2}
          rows={[
            {
              name: data.series[0]?.name ?? '',
              value: valueText(data, values[shown] ?? null),
              colour: colourOf(shown, tones),
            },
          ]}
        />
      )}
    </div>
  );
}
