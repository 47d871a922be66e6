import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isoOf, msOf } from '../../kernel/clock.ts';
import { localTimeOf } from '../../kernel/local-time.ts';
import {
  addWorkingMinutes,
  DEFAULT_CALENDAR,
  isWorkingTime,
  type WorkingCalendar,
  workingMinutesBetween,
} from './calendar.ts';
import { WorkingHours } from './schema.ts';

const ATHENS = 'Europe/Athens';
const NEW_YORK = 'America/New_York';
const SEED = 20_260_301;

describe('working time', () => {
  test.each([
    // Friday, 27 March 2026; Athens is two hours ahead until Sunday, three after it.
    ['2026-03-27T06:59:59.000Z', false],
    ['2026-03-27T07:00:00.000Z', true],
    ['2026-03-27T14:59:59.000Z', true],
    ['2026-03-27T15:00:00.000Z', false],
    ['2026-03-28T10:00:00.000Z', false],
    ['2026-03-30T06:00:00.000Z', true],
    ['2026-03-30T05:59:59.000Z', false],
  ])('%s in Athens: %s', (at, expected) => {
    expect(isWorkingTime(DEFAULT_CALENDAR, ATHENS, at)).toBe(expected);
  });

  test('holidays and closures are days off', () => {
    const calendar: WorkingCalendar = {
      ...DEFAULT_CALENDAR,
      holidays: [{ date: '2026-03-25', name: 'Independence Day' }],
      closures: [{ from: '2026-03-23', to: '2026-03-24', name: 'Stocktaking' }],
    };
    const noon = (day: number) => isWorkingTime(calendar, ATHENS, `2026-03-${day}T10:00:00.000Z`);
    expect([22, 23, 24, 25, 26].map(noon)).toEqual([false, false, false, false, true]);
  });

  test('two hours from Friday afternoon reach over the weekend and the change of clocks', () => {
    const from = '2026-03-27T14:00:00.000Z';
    expect(addWorkingMinutes(DEFAULT_CALENDAR, ATHENS, { from, minutes: 120 })).toBe(
      '2026-03-30T07:00:00.000Z',
    );
  });

  test('a night shift is an hour shorter when the clock jumps ahead, and longer when it falls back', () => {
    const always = WorkingHours.parse({ opens: 0, closes: 6 * 60 });
    const nights: WorkingCalendar = { ...DEFAULT_CALENDAR, hours: Array.from({ length: 7 }, () => always) };
    const of = (date: string) =>
      workingMinutesBetween(nights, ATHENS, {
        from: `${date}T20:00:00.000Z`,
        to: isoOf(msOf(`${date}T20:00:00.000Z`) + 12 * 3_600_000),
      });
    expect([of('2026-03-27'), of('2026-03-28'), of('2026-10-24')]).toEqual([360, 300, 420]);
  });

  test('a day may end at midnight', () => {
    const late = {
      ...DEFAULT_CALENDAR,
      hours: Array.from({ length: 7 }, () => ({ opens: 0, closes: 24 * 60 })),
    };
    expect(
      workingMinutesBetween(late, 'UTC', {
        from: '2026-03-01T00:00:00.000Z',
        to: '2026-03-03T00:00:00.000Z',
      }),
    ).toBe(2880);
  });

  test('where nobody ever works, there is no such moment', () => {
    const never = { ...DEFAULT_CALENDAR, hours: Array.from({ length: 7 }, () => null) };
    expect(addWorkingMinutes(never, 'UTC', { from: '2026-03-01T00:00:00.000Z', minutes: 1 })).toBeUndefined();
  });
});

describe('whatever the calendar, the zone and the season', () => {
  const hours = fc.option(
    fc
      .tuple(fc.integer({ min: 0, max: 1_439 }), fc.integer({ min: 1, max: 1_440 }))
      .filter(([opens, closes]) => opens < closes)
      .map(([opens, closes]) => ({ opens, closes })),
    { freq: 4 },
  );
  const calendars = fc
    .array(hours, { minLength: 7, maxLength: 7 })
    .filter((week) => week.some((day) => day !== null && day.closes - day.opens > 120))
    .map((week): WorkingCalendar => ({ ...DEFAULT_CALENDAR, hours: week }));
  const zones = fc.constantFrom('UTC', ATHENS, NEW_YORK, 'Australia/Lord_Howe', 'Asia/Kolkata');
  // Around the changes of clocks of 2026, north and south.
  const moments = fc
    .tuple(
      fc.constantFrom('2026-03-07', '2026-03-28', '2026-04-04', '2026-10-03', '2026-10-24', '2026-10-31'),
      fc.integer({ min: 0, max: 5 * 1_440 }),
    )
    .map(([date, minute]) => isoOf(msOf(`${date}T00:00:00.000Z`) + minute * 60_000));
  const runs = { numRuns: 200, seed: SEED };

  test('exactly the minutes that were added lie between', () => {
    fc.assert(
      fc.property(
        calendars,
        zones,
        moments,
        fc.integer({ min: 0, max: 3_000 }),
        (calendar, zone, from, minutes) => {
          const to = addWorkingMinutes(calendar, zone, { from, minutes });
          expect(to).toBeDefined();
          expect(workingMinutesBetween(calendar, zone, { from, to: String(to) })).toBe(minutes);
        },
      ),
      runs,
    );
  });

  test('in two steps one arrives where one does in one', () => {
    fc.assert(
      fc.property(
        calendars,
        zones,
        moments,
        fc.integer({ min: 1, max: 900 }),
        fc.integer({ min: 1, max: 900 }),
        (calendar, zone, from, a, b) => {
          const half = String(addWorkingMinutes(calendar, zone, { from, minutes: a }));
          expect(addWorkingMinutes(calendar, zone, { from: half, minutes: b })).toBe(
            addWorkingMinutes(calendar, zone, { from, minutes: a + b }),
          );
        },
      ),
      runs,
    );
  });

  test('a moment is working time when the clock of the site says so', () => {
    fc.assert(
      fc.property(calendars, zones, moments, (calendar, zone, at) => {
        const { year, month, day, hour, minute } = localTimeOf(msOf(at), zone);
        const weekday = (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
        const open = calendar.hours[weekday] ?? null;
        const minutes = hour * 60 + minute;
        // Hours that a clock change leaves out or doubles have no one answer.
        fc.pre(open === null || (!nearChange(zone, at) && open.opens !== minutes && open.closes !== minutes));
        expect(isWorkingTime(calendar, zone, at)).toBe(
          open !== null && open.opens <= minutes && minutes < open.closes,
        );
      }),
      runs,
    );
  });
});

function nearChange(zone: string, at: string): boolean {
  const offset = (ms: number) => {
    const { hour, minute, day } = localTimeOf(ms, zone);
    return (day * 1_440 + hour * 60 + minute - ms / 60_000) % 1_440;
  };
  return Math.abs(offset(msOf(at) - 12 * 3_600_000) - offset(msOf(at) + 12 * 3_600_000)) % 1_440 !== 0;
}
