/**
 * INC-54: durations are kept as counts in buckets whose bounds grow by 2^(1/8), of which only those are kept in which
 * something is. A percentile read from them is off by 4.4 % at most: what is said of a bucket lies as far from its lower
 * bound as from its upper one, in proportion (DDSketch: Masson, Rim and Lee, VLDB 2019).
 */
const BUCKETS_A_DOUBLING = 8;
export const BUCKET_FACTOR = 2 ** (1 / BUCKETS_A_DOUBLING);
export const RELATIVE_ERROR_MAX = (BUCKET_FACTOR - 1) / (BUCKET_FACTOR + 1);
/** What takes less is one bucket: below a second nobody asks for percents. */
export const FIRST_BOUND_MS = 1_000;

export function bucketOf(durationMs: number): number {
  if (durationMs < FIRST_BOUND_MS) return 0;
  return 1 + Math.floor(BUCKETS_A_DOUBLING * Math.log2(durationMs / FIRST_BOUND_MS));
}

/** The duration that the given share of them does not exceed; null of none. `counts`: how many, by bucket. */
export function percentileMs(counts: ReadonlyMap<number, number>, share: number): number | null {
  const filled = [...counts].filter(([, count]) => count > 0).toSorted(([one], [other]) => one - other);
  const total = filled.reduce((sum, [, count]) => sum + count, 0);
  const rank = Math.max(1, Math.ceil(share * total));
  let before = 0;
  for (const [bucket, count] of filled) {
    before += count;
    if (before >= rank) return middleMs(bucket);
  }
  return null;
}

/** No duration of the bucket is further from it, in proportion, than `RELATIVE_ERROR_MAX`. */
function middleMs(bucket: number): number {
  if (bucket === 0) return FIRST_BOUND_MS / 2;
  const lowMs = FIRST_BOUND_MS * BUCKET_FACTOR ** (bucket - 1);
  return (2 * lowMs * BUCKET_FACTOR) / (1 + BUCKET_FACTOR);
}
