import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordId } from '#tests/support/test-console.ts';
import { arrivesInTime, standingFrom, standsMs } from './acknowledging.ts';
import { type Called, stepFrom } from './called.ts';
import { defaultPolicy } from './policy.ts';

const NOBODY: Called = { by: 'nobody', people: [], profiles: ['master'] };
const SOMEBODY: Called = {
  by: 'rota',
  people: [{ id: recordId('01950000-0000-7000-8000-000000000201'), name: 'The master' }],
  profiles: ['master'],
};

describe('a step of the ladder (INC-13)', () => {
  it('goes to the first level from there that has somebody, and tells which it passed over', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
        (level, isThere) => {
          const called = stepFrom(level, (at) => (isThere[at - 1] === true ? SOMEBODY : NOBODY));
          const reached = [1, 2, 3].find((at) => at >= level && isThere[at - 1] === true);
          expect(called).toEqual(
            reached === undefined
              ? { level, called: NOBODY, skipped: [] }
              : {
                  level: reached,
                  called: SOMEBODY,
                  skipped: [1, 2, 3].filter((at) => at >= level && at < reached),
                },
          );
        },
      ),
      { seed: 13 },
    );
  });
});

describe('an acknowledgement', () => {
  it('INC-15: stands as long as its maker says, else as the policy says, and is looked at after three quarters', () => {
    const { critical } = defaultPolicy('vessel', 'other').severities;
    expect([standsMs(critical, 15), standsMs(critical, undefined)]).toEqual([15 * 60_000, 4 * 3_600_000]);
    expect(standingFrom('2026-03-01T03:00:00.000Z', 60 * 60_000)).toEqual({
      expiresAt: '2026-03-01T04:00:00.000Z',
      lookAt: '2026-03-01T03:45:00.000Z',
    });
  });

  it('INC-14: counts on arrival unless its time is over, the clock began anew, or people were called anyway', () => {
    const made = { at: '2026-03-01T03:00:00.000Z', expiresAt: '2026-03-01T04:00:00.000Z' };
    const before = {
      escalations: [],
      clockStartedAt: '2026-03-01T02:00:00.000Z',
      now: '2026-03-01T03:30:00.000Z',
    };
    const called = (
      trigger: 'manual' | 'overdue' | 'unacknowledged' | 'stale',
      at = '2026-03-01T03:10:00.000Z',
    ) => arrivesInTime(made, { ...before, escalations: [{ trigger, at }] });
    expect({
      atOnce: arrivesInTime(made, before),
      expired: arrivesInTime(made, { ...before, now: made.expiresAt }),
      reopened: arrivesInTime(made, { ...before, clockStartedAt: '2026-03-01T03:20:00.000Z' }),
      nobodyKnew: called('unacknowledged'),
      anotherExpired: called('stale'),
      byHand: called('manual'),
      overdue: called('overdue'),
      byHandBefore: called('manual', '2026-03-01T02:50:00.000Z'),
    }).toEqual({
      atOnce: true,
      expired: false,
      reopened: false,
      nobodyKnew: true,
      anotherExpired: true,
      byHand: false,
      overdue: false,
      byHandBefore: true,
    });
  });
});
