import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOfLocalText, localTextOf } from './local-text.ts';

const ZONES = ['UTC', 'Europe/Athens', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Kiritimati'];

describe('local time as fields take it', () => {
  it('names the same minute there and back, in every zone and season', () => {
    const minute = fc.integer({
      min: Date.parse('2020-01-01') / 60_000,
      max: Date.parse('2030-01-01') / 60_000,
    });
    fc.assert(
      fc.property(minute, fc.constantFrom(...ZONES), (at, zone) => {
        const instant = new Date(at * 60_000).toISOString();
        const local = localTextOf(instant, zone);
        // An hour that a clock change repeats has two instants of one text.
        expect(localTextOf(instantOfLocalText(local, zone) ?? '', zone)).toBe(local);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it('takes a date alone for its midnight, and nothing else for none', () => {
    expect(instantOfLocalText('2026-11-21', 'Europe/Athens')).toBe('2026-11-20T22:00:00.000Z');
    expect(instantOfLocalText('yesterday', 'UTC')).toBeNull();
  });
});
