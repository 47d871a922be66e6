import type { ChartData } from '../chart.tsx';

/** A value with its unit, or a dash where there is none. */
export function valueText(
  { unit, digits }: Pick<ChartData, 'unit' | 'digits'>,
  value: number | null,
): string {
  if (value === null) return '–';
  const number = value.toLocaleString('en-GB', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return unit === '' ? number : `${number} ${unit}`;
}

/** All that a category holds, in one sentence: `Mar 2026: Critical 2, High 3`. */
export function categoryText(data: ChartData, index: number): string {
  const values = data.series.map((series) => {
    const value = valueText(data, series.values[index] ?? null);
    return data.series.length === 1 ? value : `${series.name} ${value}`;
  });
  return `${data.categories[index] ?? ''}: ${values.join(', ')}`;
}
