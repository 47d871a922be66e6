import styles from '../chart.module.css';
import { ChartTip } from './chart-tip.tsx';
import type { DrawingProps } from './chart-drawing.tsx';
import { labelEvery, stacked, ticksFor } from './scale.ts';
import { colourOf, dashOf } from './tones.ts';
import { useCategories } from './use-categories.ts';
import { categoryText, valueText } from './value-text.ts';

const EDGE = { top: 8, right: 8, bottom: 22, left: 44 } as const;
const LABEL_PIXELS = 62;
const BAR_SHARE = 0.66;
const BAR_PIXELS_MAX = 44;

type Place = {
  readonly left: number;
  readonly width: number;
  readonly step: number;
  y(value: number): number;
};

/** Lines, bars side by side, or bars on top of each other, over categories. */
export function AxisChart(props: DrawingProps & { widthPixels: number }) {
  const { data, heightPixels, widthPixels } = props;
  const { categories, series, kind } = data;
  const categoryKeys = useCategories(categories.length);
  const tops =
    kind === 'stacked-bar'
      ? stacked(series.map(({ values }) => values))
          .flat()
          .map(([, to]) => to)
      : [];
  const values = [...tops, ...series.flatMap((one) => one.values.filter((value) => value !== null))];
  const ticks = ticksFor(Math.min(0, ...values), Math.max(0, ...values), data.digits);
  const [low = 0, high = 1] = [ticks[0], ticks.at(-1)];
  const inner = {
    width: widthPixels - EDGE.left - EDGE.right,
    height: heightPixels - EDGE.top - EDGE.bottom,
  };
  const place: Place = {
    left: EDGE.left,
    width: inner.width,
    step: inner.width / categories.length,
    y: (value) => EDGE.top + inner.height * (1 - (value - low) / (high - low)),
  };
  return (
    <div className={styles.plot} style={{ height: heightPixels }}>
      <svg
        width={widthPixels}
        height={heightPixels}
        role="group"
        aria-label={data.title}
        {...categoryKeys.group}
      >
        <Axes ticks={ticks} place={place} categories={categories} heightPixels={heightPixels} />
        {kind === 'line' ? <Lines {...props} place={place} /> : <Bars {...props} place={place} />}
        {categories.map((category, index) => (
          <rect
            key={category}
            role="img"
            aria-label={categoryText(data, index)}
            className={styles.category}
            x={place.left + place.step * index}
            y={EDGE.top}
            width={place.step}
            height={inner.height}
            {...categoryKeys.category(index)}
          />
        ))}
      </svg>
      {categoryKeys.shown === null ? null : (
        <ChartTip
          title={categories[categoryKeys.shown] ?? ''}
          x={middleOf(place, categoryKeys.shown)}
          widthPixels={widthPixels}
          rows={series.map((one, index) => ({
            name: one.name,
            value: valueText(data, one.values[categoryKeys.shown ?? 0] ?? null),
            colour: colourOf(index, props.tones),
          }))}
        />
      )}
    </div>
  );
}

type AxesProps = {
  ticks: readonly number[];
  place: Place;
  categories: readonly string[];
  heightPixels: number;
};

function Axes({ ticks, place, categories, heightPixels }: AxesProps) {
  const every = labelEvery(categories.length, place.width, LABEL_PIXELS);
  const end = place.left + place.width;
  return (
    <g aria-hidden="true" className={styles.axis}>
      {ticks.map((tick) => {
        const y = place.y(tick);
        return (
          <g key={tick}>
            <line className={tick === 0 ? styles.zero : styles.grid} x1={place.left} x2={end} y1={y} y2={y} />
            <text x={place.left - 8} y={y + 4} textAnchor="end">
              {tick.toLocaleString('en-GB')}
            </text>
          </g>
        );
      })}
      {categories.map((category, index) =>
        index % every === 0 ? (
          <text key={category} x={middleOf(place, index)} y={heightPixels - 6} textAnchor="middle">
            {category}
          </text>
        ) : null,
      )}
    </g>
  );
}

function middleOf({ left, step }: Place, index: number): number {
  return left + step * (index + 0.5);
}

type MarksProps = DrawingProps & { place: Place };

function Lines({ data, tones, place }: MarksProps) {
  return data.series.map((series, index) => {
    const points = series.values.map((value, at) =>
      value === null ? null : { x: middleOf(place, at), y: place.y(value) },
    );
    // A gap where a value is missing: a line across it would claim one.
    const path = points
      .map((point, at) =>
        point === null ? '' : `${(points[at - 1] ?? null) === null ? 'M' : 'L'} ${point.x} ${point.y}`,
      )
      .join(' ');
    const colour = colourOf(index, tones);
    return (
      <g key={series.name} aria-hidden="true">
        <path d={path} fill="none" stroke={colour} strokeWidth={2.25} strokeDasharray={dashOf(index)} />
        {points.map((point, at) =>
          point === null ? null : <circle key={at} cx={point.x} cy={point.y} r={2.75} fill={colour} />,
        )}
      </g>
    );
  });
}

function Bars({ data, tones, place }: MarksProps) {
  const { series, kind } = data;
  const isStacked = kind === 'stacked-bar';
  const width = Math.min(BAR_PIXELS_MAX, place.step * BAR_SHARE);
  const each = isStacked ? width : width / series.length;
  const ends = isStacked
    ? stacked(series.map(({ values }) => values))
    : series.map(({ values }) =>
        values.map((value): [number, number] => [Math.min(0, value ?? 0), Math.max(0, value ?? 0)]),
      );
  return series.map((one, index) => (
    <g key={one.name} aria-hidden="true" fill={colourOf(index, tones)}>
      {(ends[index] ?? []).map(([from, to], at) =>
        to === from ? null : (
          <rect
            key={at}
            className={styles.bar}
            x={middleOf(place, at) - width / 2 + (isStacked ? 0 : each * index)}
            y={place.y(to)}
            width={Math.max(1, each - (isStacked ? 0 : 1))}
            height={Math.max(1, place.y(from) - place.y(to))}
          />
        ),
      )}
    </g>
  ));
}
