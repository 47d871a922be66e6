import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitting, panned, SCALE, type View, WHOLE, zoomed } from './view.ts';

const SIZE = { width: 800, height: 400 };
const coordinate = (most: number) => fc.integer({ min: 0, max: most });
const spot = fc.record({ x: coordinate(SIZE.width), y: coordinate(SIZE.height) });
const step = fc.oneof(
  fc.record({ factor: fc.double({ min: 0.2, max: 5, noNaN: true }), around: spot }),
  fc.record({
    by: fc.record({ x: fc.integer({ min: -900, max: 900 }), y: fc.integer({ min: -900, max: 900 }) }),
  }),
);

describe('the part of a map that is seen', () => {
  it('never shows anything beyond the edges, whatever is pressed', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const view = steps.reduce<View>(
          (before, one) =>
            'by' in one ? panned(before, one.by, SIZE) : zoomed(before, one.factor, one.around, SIZE),
          WHOLE,
        );
        expect(view.scale).toBeGreaterThanOrEqual(SCALE.min);
        expect(view.scale).toBeLessThanOrEqual(SCALE.max);
        expect(view.x).toBeLessThanOrEqual(0);
        expect(view.x + SIZE.width * view.scale).toBeGreaterThanOrEqual(SIZE.width - 1e-6);
        expect(view.y + SIZE.height * view.scale).toBeGreaterThanOrEqual(SIZE.height - 1e-6);
      }),
      { seed: 9 },
    );
  });

  it('holds every point it is fitted to', () => {
    fc.assert(
      fc.property(fc.array(spot, { minLength: 1, maxLength: 6 }), (spots) => {
        const view = fitting(spots, SIZE);
        for (const { x, y } of spots) {
          expect(x * view.scale + view.x).toBeGreaterThanOrEqual(-1e-6);
          expect(x * view.scale + view.x).toBeLessThanOrEqual(SIZE.width + 1e-6);
          expect(y * view.scale + view.y).toBeLessThanOrEqual(SIZE.height + 1e-6);
        }
      }),
      { seed: 9 },
    );
  });
});
