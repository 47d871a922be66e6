import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { must } from '#shared/kernel/assert.ts';
import { BUCKET_BOUNDS_MS, BUCKET_FACTOR, BUCKETS, bucketOf, percentileMs } from './histogram.ts';
import { DAY_MS } from '../../../kernel/durations.ts';

function countsOf(durationsMs: readonly number[]): number[] {
  const counts = Array.from({ length: BUCKETS }, () => 0);
  for (const durationMs of durationsMs)
    counts[bucketOf(durationMs)] = (counts[bucketOf(durationMs)] ?? 0) + 1;
  return counts;
}

describe('buckets of durations', () => {
  it('reach from a minute to three months, each √2 times as long as the one before', () => {
    expect(BUCKET_BOUNDS_MS[0]).toBe(60_000);
    expect(must(BUCKET_BOUNDS_MS.at(-1), 'a last bound') / DAY_MS).toBeCloseTo(91, 0);
    expect([bucketOf(0), bucketOf(59_999), bucketOf(60_000), bucketOf(400 * DAY_MS)]).toEqual([
      0,
      0,
      1,
      BUCKETS - 1,
    ]);
  });

  it('INC-54: give percentiles that are never off by more than the factor', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 60_000, max: 91 * DAY_MS }), { minLength: 1, maxLength: 60 }),
        fc.constantFrom(0.5, 0.9, 0.95),
        (durationsMs, share) => {
          const sorted = durationsMs.toSorted((one, other) => one - other);
          const exact = must(sorted[Math.ceil(share * sorted.length) - 1], 'a value at that rank');
          const read = must(percentileMs(countsOf(durationsMs), share) ?? undefined, 'a percentile');
          const ratio = read / exact;
          // Bounds are whole milliseconds.
          expect(ratio).toBeLessThanOrEqual(BUCKET_FACTOR + 1e-4);
          expect(ratio).toBeGreaterThanOrEqual(1 / BUCKET_FACTOR - 1e-4);
        },
      ),
      { seed: 20_260_350, numRuns: 500 },
    );
  });

  it('have no percentile of nothing, and the last bound for what takes longer than all of them', () => {
    expect(percentileMs(countsOf([]), 0.5)).toBeNull();
    expect(percentileMs(countsOf([400 * DAY_MS]), 0.5)).toBe(BUCKET_BOUNDS_MS.at(-1));
  });
});
