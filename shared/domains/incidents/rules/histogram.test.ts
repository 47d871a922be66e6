import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { must } from '#shared/kernel/assert.ts';
import { DAY_MS } from '../../../kernel/durations.ts';
import { bucketOf, FIRST_BOUND_MS, percentileMs, RELATIVE_ERROR_MAX } from './histogram.ts';

function countsOf(durationsMs: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const bucket of durationsMs.map(bucketOf)) counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  return counts;
}

describe('buckets of durations', () => {
  it('grow by an eighth of a doubling from a second on', () => {
    const asked = [0, 999, 1_000, 1_090, 1_091, 2_000, 400 * DAY_MS];
    expect(asked.map(bucketOf)).toEqual([0, 0, 1, 1, 2, 9, 201]);
  });

  it('INC-54: give percentiles that are off by 4.4 % at most', () => {
    expect(RELATIVE_ERROR_MAX).toBeLessThan(0.044);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: FIRST_BOUND_MS, max: 800 * DAY_MS }), { minLength: 1, maxLength: 60 }),
        fc.constantFrom(0.5, 0.9, 0.95),
        (durationsMs, share) => {
          const sorted = durationsMs.toSorted((one, other) => one - other);
          const exact = must(sorted[Math.ceil(share * sorted.length) - 1], 'a value at that rank');
          const read = must(percentileMs(countsOf(durationsMs), share) ?? undefined, 'a percentile');
          // Bounds that are no round numbers are reached within what floating point can say.
          expect(Math.abs(read - exact) / exact).toBeLessThanOrEqual(RELATIVE_ERROR_MAX + 1e-9);
        },
      ),
      { seed: 20_260_350, numRuns: 500 },
    );
  });

  it('have no percentile of nothing, and half a second for what took less than one', () => {
    expect(percentileMs(countsOf([]), 0.5)).toBeNull();
    expect(percentileMs(new Map([[40, 0]]), 0.5)).toBeNull();
    expect(percentileMs(countsOf([0, 10, 900]), 0.95)).toBe(500);
  });
});
