/**
 * INC-54: durations are kept as counts in buckets whose bounds grow by √2, from one minute to three months. A
 * percentile read from them lies in the bucket of the true one: never off by more than that factor, 41 %.
 */
export const BUCKET_FACTOR = Math.SQRT2;
const FIRST_BOUND_MS = 60_000;
const BOUNDS = 34;

/** Upper bounds in milliseconds, each the first value that belongs to the next bucket. The last bucket has none. */
export const BUCKET_BOUNDS_MS: readonly number[] = Array.from({ length: BOUNDS + 1 }, (_bound, index) =>
  Math.round(FIRST_BOUND_MS * BUCKET_FACTOR ** index),
);
export const BUCKETS = BUCKET_BOUNDS_MS.length + 1;

export function bucketOf(durationMs: number): number {
  const index = BUCKET_BOUNDS_MS.findIndex((bound) => durationMs < bound);
  return index === -1 ? BUCKETS - 1 : index;
}

/**
 * The duration that the given share of them does not exceed, interpolated inside its bucket; null of none. Beyond the
 * last bound it is that bound: at least so long.
 */
export function percentileMs(counts: readonly number[], share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil(share * total));
  let before = 0;
  for (const [index, count] of counts.entries()) {
    if (before + count >= rank) {
      const lowMs = BUCKET_BOUNDS_MS[index - 1] ?? 0;
      const highMs = BUCKET_BOUNDS_MS[index] ?? lowMs;
      return lowMs + ((highMs - lowMs) * (rank - before - 0.5)) / count;
    }
    before += count;
  }
  return null;
}
