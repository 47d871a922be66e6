import { useElementSize } from '@mantine/hooks';
import type { ChartData } from '../chart.tsx';
import styles from '../chart.module.css';
import { AxisChart } from './axis-chart.tsx';
import { RingChart } from './ring-chart.tsx';
import { colourOf, dashOf, type Tone } from './tones.ts';

export type DrawingProps = { data: ChartData; heightPixels: number; tones: readonly Tone[] };

/** A chart as SVG, as wide as its place, with a key to its series. */
export function ChartDrawing(props: DrawingProps) {
  const { data, heightPixels, tones } = props;
  const { ref, width } = useElementSize();
  const isRing = data.kind === 'pie' || data.kind === 'donut';
  const names = isRing ? [...data.categories] : data.series.map((series) => series.name);
  return (
    <div ref={ref} className={styles.drawing}>
      {width === 0 ? <div style={{ height: heightPixels }} /> : null}
      {width > 0 && isRing ? <RingChart {...props} widthPixels={width} /> : null}
      {width > 0 && !isRing ? <AxisChart {...props} widthPixels={width} /> : null}
      {names.length > 1 ? (
        <ul className={styles.key} aria-hidden="true">
          {names.map((name, index) => (
            <li key={name}>
              <Swatch index={index} tones={tones} isLine={data.kind === 'line'} />
              {name}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function Swatch({ index, tones, isLine }: { index: number; tones: readonly Tone[]; isLine: boolean }) {
  const colour = colourOf(index, tones);
  return (
    <svg width={18} height={12}>
      {isLine ? (
        <line
          x1={0}
          x2={18}
          y1={6}
          y2={6}
          stroke={colour}
          strokeWidth={2.5}
          strokeDasharray={dashOf(index)}
        />
      ) : (
        <rect x={3} width={12} height={12} rx={2} fill={colour} />
      )}
    </svg>
  );
}
