import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoOf, msOf } from '../../../kernel/clock.ts';
import { onCallAt, turnAt } from './on-call.ts';

const ATHENS = 'Europe/Athens';
const WEEKLY = {
  personIds: ['ana', 'ben', 'cleo'],
  turnHours: 7 * 24,
  startsOn: '2026-03-02',
  handOverMinute: 9 * 60,
};
const WATCHES = { ...WEEKLY, turnHours: 4, handOverMinute: 0 };

describe('who is on call (INC-10)', () => {
  it('changes at the same time of the site, whatever the clock is set to', () => {
    // Clocks in Athens go forward on 29 March 2026: 09:00 is 07:00Z before, and 06:00Z after.
    const turns = ['2026-03-23T07:00:00.000Z', '2026-03-30T05:59:59.000Z', '2026-03-30T06:00:00.000Z'].map(
      (at) => turnAt(WEEKLY, at, ATHENS),
    );
    expect(turns.map((turn) => turn?.personId)).toEqual(['ana', 'ana', 'ben']);
    expect(turns[0]).toMatchObject({ fromAt: '2026-03-23T07:00:00.000Z', toAt: '2026-03-30T06:00:00.000Z' });
  });

  it('keeps the watches of a ship at their hours, one of them shorter when the clock is set forward', () => {
    const at = '2026-03-29T00:30:00.000Z';
    expect(turnAt(WATCHES, at, ATHENS)).toMatchObject({
      fromAt: '2026-03-28T22:00:00.000Z',
      toAt: '2026-03-29T01:00:00.000Z',
    });
  });

  it('is nobody before the first turn', () => {
    expect(turnAt(WEEKLY, '2026-03-02T06:59:59.000Z', ATHENS)).toBeUndefined();
    expect(turnAt(WEEKLY, '2026-03-02T07:00:00.000Z', ATHENS)?.personId).toBe('ana');
  });

  it('is who was put in last, as long as that lasts and is not withdrawn', () => {
    const swap = {
      personId: 'dora',
      fromAt: '2026-03-04T12:00:00.000Z',
      toAt: '2026-03-05T12:00:00.000Z',
      madeAt: '2026-03-03T00:00:00.000Z',
      withdrawnAt: null,
    };
    const later = { ...swap, personId: 'emil', madeAt: '2026-03-04T13:00:00.000Z' };
    const gone = {
      ...swap,
      personId: 'fay',
      madeAt: '2026-03-04T14:00:00.000Z',
      withdrawnAt: '2026-03-04T15:00:00.000Z',
    };
    const who = (at: string) => onCallAt(WEEKLY, [later, swap, gone], { at, timeZone: ATHENS });
    expect(who('2026-03-04T11:59:59.000Z')?.personId).toBe('ana');
    expect(who('2026-03-04T16:00:00.000Z')).toMatchObject({ personId: 'emil', inPlaceOf: 'ana' });
    expect(who('2026-03-05T12:00:00.000Z')?.personId).toBe('ana');
  });

  it('leaves no gap and no overlap, for any turn and any zone', () => {
    const zone = fc.constantFrom(ATHENS, 'America/New_York', 'UTC', 'Australia/Lord_Howe', 'Asia/Kathmandu');
    const start = msOf('2026-03-02T00:00:00.000Z');
    fc.assert(
      fc.property(
        zone,
        fc.constantFrom(1, 4, 5, 6, 8, 12, 24, 36, 168),
        fc.integer({ min: 0, max: 1_439 }),
        fc.integer({ min: 2 * 86_400, max: 400 * 86_400 }),
        (timeZone, turnHours, handOverMinute, seconds) => {
          const rota = { ...WEEKLY, turnHours, handOverMinute };
          const at = isoOf(start + seconds * 1_000);
          const turn = turnAt(rota, at, timeZone);
          if (turn === undefined) throw new Error('nobody');
          expect(turn.fromAt <= at && at < turn.toAt).toBe(true);
          const next = turnAt(rota, turn.toAt, timeZone);
          expect(next?.fromAt).toBe(turn.toAt);
          expect(rota.personIds.indexOf(next?.personId ?? '')).toBe(
            (rota.personIds.indexOf(turn.personId) + 1) % rota.personIds.length,
          );
        },
      ),
      { seed: 20261121, numRuns: 400 },
    );
  });
});
