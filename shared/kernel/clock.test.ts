import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatHlc, type Hlc, isHlc, nextHlc, receiveHlc, wallMsOf } from './clock.ts';

const wall = fc.integer({ min: 0, max: 4_102_444_800_000 });
const stamp = fc
  .tuple(wall, fc.integer({ min: 0, max: 0xffff }))
  .map(([ms, counter]) => formatHlc(ms, counter));
const RUNS = { seed: 7, numRuns: 500 };

describe('a hybrid logical clock', () => {
  it('sorts as text in the order of time and counter', () => {
    fc.assert(
      fc.property(wall, wall, (a, b) => {
        expect(formatHlc(a, 5) < formatHlc(b, 5)).toBe(a < b);
        expect(formatHlc(a, 5) < formatHlc(a, 6)).toBe(true);
      }),
      RUNS,
    );
  });

  it('always moves on, even when the wall clock goes back or stands', () => {
    fc.assert(
      fc.property(stamp, wall, (last, now) => {
        const next = nextHlc(last, now);
        expect(isHlc(next)).toBe(true);
        expect(next > last).toBe(true);
        expect(wallMsOf(next)).toBeGreaterThanOrEqual(now);
      }),
      RUNS,
    );
  });

  it('sorts what follows a received stamp after it', () => {
    fc.assert(
      fc.property(stamp, wall, (remote, now) => {
        fc.pre(wallMsOf(remote) <= now + 120_000);
        const after = nextHlc(receiveHlc(undefined, remote, now, 120_000), now);
        expect(after > remote).toBe(true);
      }),
      RUNS,
    );
  });

  it('is not dragged along by a device in the year 2100', () => {
    const now = Date.UTC(2026, 2, 1);
    const far = formatHlc(Date.UTC(2100, 0, 1), 3);
    const mine: Hlc = formatHlc(now - 1000, 0);
    expect(wallMsOf(receiveHlc(mine, far, now, 120_000))).toBe(now);
  });
});
