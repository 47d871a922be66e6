/** The value below which a share of the measurements lies, rounded to hundredths. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return Math.round(value * 100) / 100;
}

export type Spread = { readonly count: number; readonly p50: number; readonly p95: number };

export function spread(values: readonly number[]): Spread {
  return { count: values.length, p50: percentile(values, 0.5), p95: percentile(values, 0.95) };
}

export function runsPerSecond(timesMs: readonly number[]): number {
  const totalMs = timesMs.reduce((sum, time) => sum + time, 0);
  return Math.round(timesMs.length / (totalMs / 1000));
}
