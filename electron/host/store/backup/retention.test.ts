import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backupsToDrop } from './retention.ts';
import { DAY_MS, HOUR_MS } from '#shared/kernel/durations.ts';

const NOW = Date.parse('2026-11-21T04:12:00.000Z');
const RUNS = { seed: 20_261_121, numRuns: 300 };
const times = fc.array(fc.integer({ min: NOW - 100 * DAY_MS, max: NOW }), { maxLength: 120 });

function kept(taken: readonly number[], now: number): number[] {
  const dropped = new Set(backupsToDrop(taken, now));
  return taken.filter((time) => !dropped.has(time)).sort((a, b) => a - b);
}

describe('which backups may go', () => {
  it('keeps all of a day, then one a day, then one a week', () => {
    const every6Hours = Array.from({ length: 4 * 90 }, (_, index) => NOW - index * 6 * HOUR_MS);
    const ages = kept(every6Hours, NOW).map((time) => (NOW - time) / DAY_MS);
    expect(ages.filter((age) => age <= 1)).toHaveLength(5);
    expect(ages.filter((age) => age > 1 && age <= 14)).toHaveLength(13);
    expect(ages.filter((age) => age > 14)).toHaveLength(6);
    expect(Math.max(...ages)).toBeLessThanOrEqual(56);
  });

  it('never drops the newest, however old', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: 1_000 }), (taken, days) => {
        const newest = Math.max(...taken);
        expect(backupsToDrop(taken, NOW + days * DAY_MS)).not.toContain(newest);
      }),
      RUNS,
    );
  });

  it('comes to the same whether it looked often or once', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: 60 * DAY_MS }), (taken, laterMs) => {
        const unique = [...new Set(taken)];
        expect(kept(kept(unique, NOW), NOW + laterMs)).toEqual(kept(unique, NOW + laterMs));
      }),
      RUNS,
    );
  });

  it('leaves something of every day of the fortnight and every week of the eight that had a backup', () => {
    fc.assert(
      fc.property(times, (taken) => {
        const left = kept([...new Set(taken)], NOW);
        for (const [lengthMs, windowMs] of [
          [DAY_MS, 14 * DAY_MS],
          [7 * DAY_MS, 56 * DAY_MS],
        ] as const) {
          const bucketsOf = (list: readonly number[]) =>
            new Set(list.filter((time) => NOW - time <= windowMs).map((time) => Math.floor(time / lengthMs)));
          expect(bucketsOf(left)).toEqual(bucketsOf(taken));
        }
      }),
      RUNS,
    );
  });
});
