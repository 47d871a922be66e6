import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEVERITIES } from '#shared/kernel/fields.ts';
import { DEFAULT_CALENDAR } from '#shared/domains/settings/calendar.ts';
import { defaultTerms } from '#tests/support/default-terms.ts';
import { acknowledgeDueAt, deadlinesOf, nextWorkingMorning, resumed } from './clock.ts';
import { mayPauseFor } from './pausing.ts';
import { CLOCK_KINDS } from '../schema/policy.ts';
import { PAUSE_REASONS } from '../schema.ts';

const FROM_MS = Date.UTC(2026, 0, 1);
const instant = fc
  .integer({ min: 0, max: 365 * 24 * 60 })
  .map((minutes) => isoAt(FROM_MS + minutes * 60_000));
const zone = fc.constantFrom(
  'UTC',
  'Europe/Athens',
  'America/Los_Angeles',
  'Pacific/Chatham',
  'Asia/Kolkata',
);
const clock = fc.constantFrom(...CLOCK_KINDS);
const hours = fc.double({ min: 0.25, max: 300, noNaN: true });

function isoAt(ms: number): string {
  return new Date(ms).toISOString();
}

describe('deadlines', () => {
  it('INC-2, INC-4: are 4 and 12 hours around the clock, 24 and 48 working hours, at risk after three quarters', () => {
    // A Thursday in Athens, 16:00: one working hour is left of it.
    const due = SEVERITIES.map((severity) => {
      const { dueAt, atRiskAt } = deadlinesOf(
        defaultTerms(severity, 'Europe/Athens'),
        '2026-03-05T14:00:00.000Z',
      );
      return [severity, atRiskAt, dueAt];
    });
    expect(due).toEqual([
      ['low', '2026-03-12T10:00:00.000Z', '2026-03-13T14:00:00.000Z'],
      ['medium', '2026-03-10T08:00:00.000Z', '2026-03-10T14:00:00.000Z'],
      ['high', '2026-03-05T23:00:00.000Z', '2026-03-06T02:00:00.000Z'],
      ['critical', '2026-03-05T17:00:00.000Z', '2026-03-05T18:00:00.000Z'],
    ]);
  });

  it('INC-4: an incident comes to be at risk before its deadline, whatever is set, and no later with fewer hours', () => {
    fc.assert(
      fc.property(
        instant,
        zone,
        clock,
        hours,
        hours,
        fc.integer({ min: 10, max: 99 }),
        (at, timeZone, kind, a, b, percent) => {
          const of = (resolutionHours: number) =>
            deadlinesOf(
              {
                rule: { ...defaultTerms('high').rule, resolutionHours, clock: kind },
                atRiskPercent: percent,
                calendar: DEFAULT_CALENDAR,
                timeZone,
              },
              at,
            );
          const [fewer, more] = [of(Math.min(a, b)), of(Math.max(a, b))];
          expect(at < fewer.atRiskAt && fewer.atRiskAt <= fewer.dueAt).toBe(true);
          expect(fewer.dueAt <= more.dueAt && fewer.atRiskAt <= more.atRiskAt).toBe(true);
        },
      ),
      { seed: 20, numRuns: 200 },
    );
  });

  it('INC-3: give critical 15 minutes, high 30, medium 4 hours to be acknowledged, and low until work begins', () => {
    const due = SEVERITIES.map((severity) =>
      acknowledgeDueAt(defaultTerms(severity).rule, '2026-03-06T03:10:00.000Z', {
        calendar: DEFAULT_CALENDAR,
        timeZone: 'UTC',
      }),
    );
    expect(due).toEqual([
      '2026-03-09T09:00:00.000Z',
      '2026-03-06T07:10:00.000Z',
      '2026-03-06T03:40:00.000Z',
      '2026-03-06T03:25:00.000Z',
    ]);
  });

  it('INC-3: the next morning is that of the site: over weekends, its holidays and changes of its clock', () => {
    const morning = (from: string, holidays: readonly { date: string; name: string }[] = []) =>
      nextWorkingMorning(
        { timeZone: 'Europe/Athens', calendar: { ...DEFAULT_CALENDAR, holidays: [...holidays] } },
        from,
      );
    // Clocks go forward on Sunday 29 March 2026 in Athens: 09:00 is then 06:00 UTC.
    expect([
      morning('2026-03-06T15:00:00.000Z'),
      morning('2026-03-27T15:00:00.000Z'),
      morning('2026-03-24T15:00:00.000Z', [{ date: '2026-03-25', name: 'Independence Day' }]),
    ]).toEqual(['2026-03-09T07:00:00.000Z', '2026-03-30T06:00:00.000Z', '2026-03-26T07:00:00.000Z']);
  });
});

describe('a pause', () => {
  it('INC-20: moves both deadlines by as long as it lasted', () => {
    const started = deadlinesOf(defaultTerms('critical'), '2026-03-05T00:00:00.000Z');
    const record = { ...started, clockPausedAt: '2026-03-05T01:00:00.000Z', pausedMs: 60_000 };
    expect(resumed(record, defaultTerms('critical'), '2026-03-05T03:30:00.000Z')).toEqual({
      dueAt: '2026-03-05T06:30:00.000Z',
      atRiskAt: '2026-03-05T05:30:00.000Z',
      pausedMs: 2.5 * 3_600_000 + 60_000,
      clockPausedAt: null,
      clockPauseReason: null,
    });
  });

  it('INC-20: never shortens, and leaves as much of the clock’s own time as it found', () => {
    fc.assert(
      fc.property(
        fc.record({ at: instant, timeZone: zone, kind: clock, hours }),
        fc.integer({ min: 0, max: 30 * 24 * 60 }),
        fc.integer({ min: 0, max: 30 * 24 * 60 }),
        ({ at, timeZone, kind, hours: resolutionHours }, until, lasted) => {
          const terms = {
            ...defaultTerms('high', timeZone),
            rule: { ...defaultTerms('high').rule, resolutionHours: Math.round(resolutionHours), clock: kind },
          };
          if (terms.rule.resolutionHours === 0) return;
          const started = deadlinesOf(terms, at);
          const pausedAt = isoAt(Date.parse(at) + until * 60_000);
          const now = isoAt(Date.parse(pausedAt) + lasted * 60_000);
          const after = resumed({ ...started, clockPausedAt: pausedAt }, terms, now);
          expect(after.dueAt >= started.dueAt && after.atRiskAt >= started.atRiskAt).toBe(true);
          expect(after.dueAt >= after.atRiskAt).toBe(true);
          // Counted anew from the start, without the pause, it comes to the same deadline.
          expect(deadlinesOf(terms, at, after.pausedMs).dueAt).toBe(after.dueAt);
        },
      ),
      { seed: 21, numRuns: 200 },
    );
  });

  it('INC-21: of a critical incident is only for an authority that must decide', () => {
    expect(PAUSE_REASONS.filter((reason) => mayPauseFor('critical', reason))).toEqual([
      'waiting_for_authority',
    ]);
    expect(PAUSE_REASONS.filter((reason) => !mayPauseFor('high', reason))).toEqual([]);
  });
});
