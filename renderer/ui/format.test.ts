import { describe, expect, it } from 'vitest';
import { bytesText, countdownText, durationText, instantText, roughDurationText } from './format.ts';
import { HOUR_MS, MINUTE_MS } from '#shared/kernel/durations.ts';

describe('durations', () => {
  it('are told in two units at most, rounded down', () => {
    const durations = [-5, 999, 59_999, 12 * MINUTE_MS, 134 * MINUTE_MS, 25 * HOUR_MS, 48 * HOUR_MS];
    expect(durations.map(durationText)).toEqual([
      '0 s',
      '0 s',
      '59 s',
      '12 min',
      '2 h 14 min',
      '1 d 1 h',
      '2 d',
    ]);
  });

  it('are told in one unit where that says enough', () => {
    const durations = [30 * MINUTE_MS, 90 * MINUTE_MS, 47 * HOUR_MS, 50 * HOUR_MS];
    expect(durations.map(roughDurationText)).toEqual(['30 min', '1 h', '47 h', '2 d']);
  });

  it('count down to the second and reach zero only when the time has come', () => {
    expect([3_849_000, 849_000, 500, 0, -1].map(countdownText)).toEqual([
      '1:04:09',
      '14:09',
      '0:01',
      '0:00',
      '0:00',
    ]);
  });
});

it('an instant is told in the time zone of the site', () => {
  expect(instantText('2026-11-21T22:30:00.000Z', 'Asia/Singapore')).toBe('22 Nov 2026, 06:30');
});

it('sizes are told as a person says them', () => {
  expect([900, 300 * 1_024, 20 * 1_024 * 1_024, 1_600_000].map(bytesText)).toEqual([
    '900 B',
    '300 kB',
    '20 MB',
    '1.5 MB',
  ]);
});
