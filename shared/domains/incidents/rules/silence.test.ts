import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isoOf, msOf } from '#shared/kernel/clock.ts';
import { MINUTE_MS } from '#shared/kernel/durations.ts';
import { stateOf } from './silence.ts';

const NOW = '2026-03-01T12:00:00.000Z';
const Minutes = fc.integer({ min: 0, max: 5_000 });
const Mute = fc.option(fc.record({ untilInMinutes: fc.option(fc.integer({ min: -500, max: 500 })) }), {
  nil: null,
});

it('INC-70: is silent exactly when it was heard before, nobody expects silence, and interval and grace are over', () => {
  fc.assert(
    fc.property(
      fc.record({
        everyMinutes: fc.integer({ min: 1, max: 2_000 }),
        graceMinutes: Minutes,
        mute: Mute,
        quietMs: fc.option(fc.integer({ min: 0, max: 10_000 * MINUTE_MS }), { nil: null }),
      }),
      ({ everyMinutes, graceMinutes, mute, quietMs }) => {
        const inMinutes = mute?.untilInMinutes ?? null;
        const mutedUntil = inMinutes === null ? null : isoOf(msOf(NOW) + inMinutes * MINUTE_MS);
        const mutedAt = mute === null ? null : '2026-02-01T00:00:00.000Z';
        const state = stateOf({ everyMinutes, graceMinutes, mutedAt, mutedUntil }, { now: NOW, quietMs });

        const isMuted = mute !== null && (inMinutes === null || inMinutes > 0);
        const isOver = quietMs !== null && quietMs > (everyMinutes + graceMinutes) * MINUTE_MS;
        expect(state === 'silent').toBe(isOver && !isMuted);
        expect(state === 'muted').toBe(isMuted);
        expect(state === 'never-beaten').toBe(!isMuted && quietMs === null);
      },
    ),
    { seed: 20_261_121, numRuns: 500 },
  );
});

it('INC-71: counts only the quiet that was listened to, and is late between its interval and the end of its grace', () => {
  const terms = { everyMinutes: 10, graceMinutes: 5, mutedAt: null, mutedUntil: null };
  const at = (minutes: number) => stateOf(terms, { now: NOW, quietMs: minutes * MINUTE_MS });
  expect([at(0), at(10), at(10.1), at(15), at(15.1)]).toEqual([
    'beating',
    'beating',
    'late',
    'late',
    'silent',
  ]);
});
