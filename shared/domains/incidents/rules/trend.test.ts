import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shareOf, trendOf } from './trend.ts';

it('INC-50: calls a trend what is more than a tenth and more than chance, and all else stable', () => {
  expect(
    [
      [0, 0],
      [1, 0],
      [3, 0],
      [5, 2],
      [9, 3],
      [3, 9],
      [110, 100],
      [114, 100],
      [115, 100],
      [10_999, 10_000],
      [11_100, 10_000],
      [8_900, 10_000],
    ].map(([now = 0, before = 0]) => trendOf(now, before)),
  ).toEqual([
    'stable',
    'stable',
    'increasing',
    'increasing',
    'increasing',
    'decreasing',
    'stable',
    'stable',
    'increasing',
    'stable',
    'increasing',
    'decreasing',
  ]);
});

it('INC-50: sees nothing where nothing changed', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), (count) => {
      expect(trendOf(count, count)).toBe('stable');
    }),
    { seed: 20_260_351 },
  );
});

it('has no share of nothing', () => {
  expect([shareOf(0, 0), shareOf(0, 4), shareOf(1, 4)]).toEqual([null, 0, 0.25]);
});
