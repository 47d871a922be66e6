import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoOf, msOf } from '#shared/kernel/clock.ts';
import { periodsOf } from './periods.ts';
import { HOUR_MS } from './durations.ts';

const startsOf = (at: string, timeZone: string) =>
  Object.fromEntries(periodsOf(msOf(at), timeZone).map(({ period, startAt }) => [period, startAt]));

describe('the periods of an instant', () => {
  it('start by the clock of the site, weeks on Monday', () => {
    expect(startsOf('2026-03-01T22:30:00.000Z', 'Europe/Athens')).toEqual({
      hour: '2026-03-01T22:00:00.000Z',
      day: '2026-03-01T22:00:00.000Z',
      week: '2026-03-01T22:00:00.000Z',
      month: '2026-02-28T22:00:00.000Z',
    });
    expect(startsOf('2026-03-01T22:30:00.000Z', 'Asia/Kolkata').hour).toBe('2026-03-01T22:30:00.000Z');
    expect(periodsOf(msOf('2026-03-01T22:30:00.000Z'), 'Europe/Athens').map((one) => one.localStart)).toEqual(
      ['2026-03-02T00:00', '2026-03-02', '2026-03-02', '2026-03-01'],
    );
  });

  it.each([
    ['23 hours long', 'Europe/Berlin', '2026-03-29T12:00:00.000Z', '2026-03-28T23:00:00.000Z'],
    ['25 hours long', 'Europe/Berlin', '2026-10-25T12:00:00.000Z', '2026-10-24T22:00:00.000Z'],
    ['without a midnight, east', 'Africa/Cairo', '2026-04-24T12:00:00.000Z', '2026-04-23T22:00:00.000Z'],
    ['without a midnight, west', 'America/Santiago', '2026-09-06T12:00:00.000Z', '2026-09-06T04:00:00.000Z'],
    ['with two midnights, west', 'America/Havana', '2026-11-01T12:00:00.000Z', '2026-11-01T04:00:00.000Z'],
  ])('know a day %s', (_what, timeZone, at, start) => {
    expect(startsOf(at, timeZone).day).toBe(start);
  });

  it('tell the two hours apart that the clocks repeat', () => {
    expect(startsOf('2026-10-25T00:30:00.000Z', 'Europe/Berlin').hour).toBe('2026-10-25T00:00:00.000Z');
    expect(startsOf('2026-10-25T01:30:00.000Z', 'Europe/Berlin').hour).toBe('2026-10-25T01:00:00.000Z');
  });

  it('fall back to UTC for a zone that this machine does not know', () => {
    expect(startsOf('2026-03-01T22:30:00.000Z', 'Mars/Olympus_Mons').day).toBe('2026-03-01T00:00:00.000Z');
  });

  it('hold their instant, and an instant at their start starts the same period', () => {
    const zones = [
      'UTC',
      'Europe/Athens',
      'America/St_Johns',
      'Asia/Kathmandu',
      'Pacific/Apia',
      'America/Santiago',
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: msOf('1990-01-01T00:00:00.000Z'), max: msOf('2040-01-01T00:00:00.000Z') }),
        fc.constantFrom(...zones),
        (atMs, timeZone) => {
          const longestMs = { hour: HOUR_MS, day: 25 * HOUR_MS, week: 169 * HOUR_MS, month: 746 * HOUR_MS };
          for (const { period, startAt } of periodsOf(atMs, timeZone)) {
            const sinceMs = atMs - msOf(startAt);
            expect(sinceMs).toBeGreaterThanOrEqual(0);
            expect(sinceMs).toBeLessThan(longestMs[period]);
            expect(startsOf(startAt, timeZone)[period], `${isoOf(atMs)} ${timeZone}`).toBe(startAt);
          }
        },
      ),
      { seed: 20260301, numRuns: 300 },
    );
  });
});
