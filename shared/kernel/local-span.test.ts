import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoOf, msOf } from './clock.ts';
import { PERIODS } from './define-roll-up.ts';
import {
  inFewest,
  isWhole,
  movedBy,
  periodCount,
  previousSpan,
  startOfPeriod,
  startsIn,
} from './local-span.ts';
import { firstInstantOf, periodsOf } from './periods.ts';

describe('a span of local periods', () => {
  it('starts at the period that holds a local time', () => {
    expect(PERIODS.map((period) => startOfPeriod(period, '2026-03-01T07:00'))).toEqual([
      '2026-03-01T07:00',
      '2026-03-01',
      '2026-02-23',
      '2026-03-01',
    ]);
  });

  it('is whole only from start to start', () => {
    expect(
      [
        ['2026-03-02', '2026-03-16'],
        ['2026-03-01', '2026-03-15'],
        ['2026-03-16', '2026-03-16'],
        ['2026-03-16', '2026-03-02'],
      ].map(([from = '', to = '']) => isWhole({ period: 'week', from, to })),
    ).toEqual([true, false, false, false]);
  });

  it('comes after as many periods as it has itself', () => {
    const span = { period: 'month', from: '2026-01-01', to: '2026-04-01' } as const;
    expect(previousSpan(span)).toEqual({ period: 'month', from: '2025-10-01', to: '2026-01-01' });
    expect(startsIn(span)).toEqual(['2026-01-01', '2026-02-01', '2026-03-01']);
    fc.assert(
      fc.property(fc.constantFrom(...PERIODS), fc.integer({ min: 1, max: 90 }), (period, count) => {
        const from = startOfPeriod(period, '2026-03-29T02:00');
        const any = { period, from, to: movedBy(period, from, count) };
        expect([periodCount(any), periodCount(previousSpan(any)), isWhole(previousSpan(any))]).toEqual([
          count,
          count,
          true,
        ]);
      }),
      { seed: 20_260_352 },
    );
  });

  it('is the same time in fewest periods', () => {
    const fewest = (period: 'hour' | 'day' | 'month', from: string, to: string) =>
      inFewest({ period, from, to }).map((part) => `${part.period} ${part.from} ${part.to}`);
    expect(fewest('hour', '2026-03-02T00:00', '2026-03-04T00:00')).toEqual(['day 2026-03-02 2026-03-04']);
    expect(fewest('hour', '2026-03-02T01:00', '2026-03-04T00:00')).toEqual([
      'hour 2026-03-02T01:00 2026-03-04T00:00',
    ]);
    expect(fewest('day', '2026-03-01', '2026-03-18')).toEqual([
      'day 2026-03-01 2026-03-02',
      'week 2026-03-02 2026-03-16',
      'day 2026-03-16 2026-03-18',
    ]);
    expect(fewest('day', '2026-03-02', '2026-03-09')).toEqual(['week 2026-03-02 2026-03-09']);
    expect(fewest('day', '2026-03-03', '2026-03-10')).toEqual(['day 2026-03-03 2026-03-10']);
    expect(fewest('month', '2026-03-01', '2026-04-01')).toEqual(['month 2026-03-01 2026-04-01']);
  });

  it('holds by its instants what it holds by its periods, also where clocks change', () => {
    const zones = ['UTC', 'Europe/Athens', 'America/St_Johns', 'Australia/Lord_Howe', 'America/Havana'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom(...PERIODS),
        fc.integer({ min: 0, max: 365 * 24 * 4 }),
        fc.integer({ min: -60, max: 60 }),
        (timeZone, period, quarter, near) => {
          const atMs = msOf('2026-01-01T00:00:00.000Z') + quarter * 15 * 60_000;
          const start = periodsOf(atMs, timeZone).find((one) => one.period === period)?.localStart ?? '';
          const bounds = [start, movedBy(period, start, 1)].map((local) => firstInstantOf(local, timeZone));
          const at = isoOf(atMs + near * 60_000);
          const holds = at >= (bounds[0] ?? '') && at < (bounds[1] ?? '');
          const found = periodsOf(msOf(at), timeZone).find((one) => one.period === period);
          expect([at, holds]).toEqual([at, found?.localStart === start]);
        },
      ),
      { seed: 20_260_353, numRuns: 3_000 },
    );
  });
});
