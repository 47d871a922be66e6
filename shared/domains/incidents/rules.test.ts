import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEVERITIES } from '../../kernel/fields.ts';
import {
  acknowledgeDueAt,
  AT_RISK_SHARE,
  deadlinesOf,
  formatNumber,
  numberSeries,
  slaStatusOf,
} from './rules.ts';
import { STAGES, stageTransitions, isOpen } from './states.ts';
import { nextWorkingMorning } from './working-day.ts';

const instant = fc
  .integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2035, 0, 1) })
  .map((ms) => new Date(ms).toISOString());
const zone = fc.constantFrom(
  'UTC',
  'Europe/Athens',
  'America/Los_Angeles',
  'Asia/Kolkata',
  'Pacific/Chatham',
  'Asia/Singapore',
);

describe('deadlines', () => {
  it('INC-2, INC-4: are 4, 12, 24 and 48 hours, at risk after three quarters', () => {
    const hours = SEVERITIES.map((severity) => {
      const { dueAt, atRiskAt } = deadlinesOf(severity, '2026-03-01T00:00:00.000Z');
      return [
        severity,
        Date.parse(dueAt) / 3_600_000 - Date.UTC(2026, 2, 1) / 3_600_000,
        Date.parse(atRiskAt) / 3_600_000 - Date.UTC(2026, 2, 1) / 3_600_000,
      ];
    });
    expect(hours).toEqual([
      ['low', 48, 48 * AT_RISK_SHARE],
      ['medium', 24, 18],
      ['high', 12, 9],
      ['critical', 4, 3],
    ]);
  });

  it('INC-3: give critical 15 minutes, high 30, medium 4 hours to be acknowledged', () => {
    const due = (severity: 'critical' | 'high' | 'medium') =>
      acknowledgeDueAt(severity, '2026-03-01T03:10:00.000Z', 'UTC');
    expect([due('critical'), due('high'), due('medium')]).toEqual([
      '2026-03-01T03:25:00.000Z',
      '2026-03-01T03:40:00.000Z',
      '2026-03-01T07:10:00.000Z',
    ]);
  });

  it('INC-3: give low until 09:00 site time of the next working day, over weekends and clock changes', () => {
    expect(acknowledgeDueAt('low', '2026-03-06T15:00:00.000Z', 'Europe/Athens')).toBe(
      '2026-03-09T07:00:00.000Z',
    );
    // Clocks go forward on Sunday 29 March 2026 in Athens: 09:00 is then 06:00 UTC.
    expect(acknowledgeDueAt('low', '2026-03-27T15:00:00.000Z', 'Europe/Athens')).toBe(
      '2026-03-30T06:00:00.000Z',
    );
  });

  it('always puts the working morning at 09:00 local, Monday to Friday, within four days', () => {
    fc.assert(
      fc.property(instant, zone, (from, timeZone) => {
        const morning = nextWorkingMorning(from, timeZone);
        const local = new Intl.DateTimeFormat('en-GB', {
          timeZone,
          weekday: 'short',
          hour: '2-digit',
          minute: '2-digit',
        }).format(Date.parse(morning));
        expect(local).toMatch(/^(Mon|Tue|Wed|Thu|Fri) 09:00$|^(Mon|Tue|Wed|Thu|Fri), 09:00$/);
        const aheadHours = (Date.parse(morning) - Date.parse(from)) / 3_600_000;
        expect(aheadHours).toBeGreaterThan(0);
        expect(aheadHours).toBeLessThan(4 * 24);
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it('keeps the status an incident had when it was resolved', () => {
    const record = {
      stage: 'resolved' as const,
      dueAt: '2026-03-01T07:10:00.000Z',
      atRiskAt: '2026-03-01T06:10:00.000Z',
      resolvedAt: '2026-03-01T06:30:00.000Z',
    };
    expect(slaStatusOf(record, '2026-04-01T00:00:00.000Z')).toBe('at_risk');
    expect(slaStatusOf({ ...record, stage: 'escalated' }, '2026-03-01T07:10:00.000Z')).toBe('overdue');
  });
});

describe('numbers', () => {
  it('INC-8: belong to the site’s own calendar year', () => {
    expect(numberSeries('AUR', 1, '2026-12-31T23:30:00.000Z', 'Europe/Athens')).toBe('AUR-INC-2027');
    expect(formatNumber('AUR-INC-2026', 7)).toBe('AUR-INC-2026-0007');
    expect(formatNumber('AUR-INC-2026', 12_345)).toBe('AUR-INC-2026-12345');
  });
});

describe('stages', () => {
  it('INC-1: every open stage can be escalated and every stage but closed leads on; closed only to reopened', () => {
    for (const stage of STAGES) {
      if (isOpen(stage) && stage !== 'escalated') expect(stageTransitions[stage]).toContain('escalated');
      expect(stageTransitions[stage]).not.toContain(stage);
    }
    expect(stageTransitions.closed).toEqual(['reopened']);
  });
});
