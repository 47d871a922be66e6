import { loadavg } from 'node:os';
import { type Column, COLUMNS, type Measured, type Rates } from './measure.ts';

/** Rates of every engine, and in brackets what share of the raw rate that is. */
export function table(engines: readonly Measured[], raw: Rates): string {
  const rows = engines.map(({ engine, rates }) => [
    engine.name,
    engine.rows.toLocaleString('en'),
    ...COLUMNS.map((column) => cell(rates[column], raw[column])),
  ]);
  const heading = [
    'operations a second',
    'rows',
    ...COLUMNS.map((column) => (column === 'bulk' ? 'bulk (docs)' : column)),
  ];
  const all = [heading, ...rows];
  const widths = heading.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((text, column) =>
        column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0),
      )
      .join('  ');
  const load = loadavg().map((value) => value.toFixed(1));
  return [...all.map(line), `load average ${load.join(' ')}`].join('\n');
}

export function ratio(ours: number, raw: number): number {
  return Math.round((ours / raw) * 1_000) / 1_000;
}

/** Every column's share of the raw rate. */
export function ratios(ours: Rates, raw: Rates): Rates {
  const share = (column: Column) => ratio(ours[column], raw[column]);
  return {
    insert: share('insert'),
    bulk: share('bulk'),
    get: share('get'),
    range: share('range'),
    count: share('count'),
  };
}

function cell(rate: number, raw: number): string {
  if (rate === 0) return '–';
  const shown = rate >= 100 ? Math.round(rate).toLocaleString('en') : rate.toFixed(1);
  return `${shown} (${(rate / raw).toFixed(2)})`;
}
