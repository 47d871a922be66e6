import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelEvery, slicePath, stacked, ticksFor } from './scale.ts';

describe('the ticks of an axis', () => {
  it('are few, rise evenly, and hold zero and every value', () => {
    const value = fc.integer({ min: -1e8, max: 1e8 }).map((hundredths) => hundredths / 100);
    fc.assert(
      fc.property(value, value, (one, other) => {
        const [least, most] = [Math.min(one, other), Math.max(one, other)];
        const ticks = ticksFor(least, most, 2);
        const [first = 0, last = 0] = [ticks[0], ticks.at(-1)];
        expect(ticks).toContain(0);
        expect(first).toBeLessThanOrEqual(least);
        expect(last).toBeGreaterThanOrEqual(most);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(8);
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  it('are numbers that people count in', () => {
    expect([ticksFor(0, 7, 0), ticksFor(0, 0, 0), ticksFor(-3, 12, 0), ticksFor(0, 0.9, 1)]).toEqual([
      [0, 2, 4, 6, 8],
      [0, 1],
      [-5, 0, 5, 10, 15],
      [0, 0.5, 1],
    ]);
  });
});

describe('what stands on top of each other', () => {
  it('begins where the one below ends; what is missing takes no room', () => {
    expect(
      stacked([
        [1, null, 3],
        [2, 2, -1],
      ]),
    ).toEqual([
      [
        [0, 1],
        [0, 0],
        [0, 3],
      ],
      [
        [1, 3],
        [0, 2],
        [3, 3],
      ],
    ]);
  });
});

describe('names under an axis', () => {
  it('are left out evenly where there is no room', () => {
    expect([labelEvery(12, 1_200, 60), labelEvery(12, 300, 60), labelEvery(400, 300, 60)]).toEqual([
      1, 3, 80,
    ]);
  });
});

describe('a slice', () => {
  it('that is the whole is drawn, too', () => {
    expect(slicePath(0, 1, { outer: 10, inner: 5 }).match(/M /g)).toHaveLength(2);
  });
});
