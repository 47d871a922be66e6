import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onCallAt } from './on-call.ts';
import { nextWatch, turnsBetween } from './turns.ts';

const ROTA = { personIds: ['ana', 'bo', 'cy'], turnHours: 24, startsOn: '2026-03-02', handOverMinute: 480 };

describe('turns', () => {
  it('follow each other, with who stands in in between, and the hand-over is where another person begins', () => {
    const override = {
      personId: 'dee',
      fromAt: '2026-03-02T20:00:00.000Z',
      toAt: '2026-03-03T10:00:00.000Z',
      madeAt: '2026-03-02T19:00:00.000Z',
      withdrawnAt: null,
    };
    const span = { from: '2026-03-02T12:00:00.000Z', to: '2026-03-04T00:00:00.000Z', timeZone: 'UTC' };
    const turns = turnsBetween(ROTA, [override], span);
    expect(turns.map((one) => [one.personId, one.fromAt, one.toAt, one.inPlaceOf])).toEqual([
      ['ana', '2026-03-02T12:00:00.000Z', '2026-03-02T20:00:00.000Z', null],
      ['dee', '2026-03-02T20:00:00.000Z', '2026-03-03T10:00:00.000Z', 'ana'],
      ['bo', '2026-03-03T10:00:00.000Z', '2026-03-04T00:00:00.000Z', null],
    ]);
    expect(nextWatch(turns, '2026-03-02T12:00:00.000Z')?.personId).toBe('dee');
    expect(nextWatch(turns, '2026-03-02T20:00:00.000Z')?.personId).toBe('bo');
  });

  it('begin with the first one, before which nobody is on call', () => {
    const span = { from: '2026-02-20T00:00:00.000Z', to: '2026-03-03T00:00:00.000Z', timeZone: 'UTC' };
    expect(turnsBetween(ROTA, [], span).map((one) => [one.personId, one.fromAt])).toEqual([
      ['ana', '2026-03-02T08:00:00.000Z'],
    ]);
  });

  it('say at every moment who is on call then, in whatever zone and whatever was arranged', () => {
    const fromMs = Date.UTC(2026, 2, 20);
    const hour = fc.integer({ min: 0, max: 24 * 20 });
    const iso = (hours: number) => new Date(fromMs + hours * 3_600_000).toISOString();
    fc.assert(
      fc.property(
        fc.constantFrom('UTC', 'Europe/Athens', 'Pacific/Chatham'),
        fc.constantFrom(4, 5, 12, 24, 168),
        fc.array(fc.tuple(hour, fc.integer({ min: 1, max: 60 })), { maxLength: 4 }),
        hour,
        (timeZone, turnHours, arranged, at) => {
          const rota = { ...ROTA, turnHours, startsOn: '2026-03-01' };
          const overrides = arranged.map(([start, hours], index) => ({
            personId: `stand-in ${index}`,
            fromAt: iso(start),
            toAt: iso(start + hours),
            madeAt: iso(index),
            withdrawnAt: null,
          }));
          const turns = turnsBetween(rota, overrides, { from: iso(0), to: iso(24 * 21), timeZone });
          const said = turns.find(({ fromAt, toAt }) => fromAt <= iso(at) && iso(at) < toAt);
          expect(said?.personId).toBe(onCallAt(rota, overrides, { at: iso(at), timeZone })?.personId);
        },
      ),
      { seed: 5, numRuns: 150 },
    );
  });
});
