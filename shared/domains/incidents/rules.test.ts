import { describe, expect, it } from 'vitest';
import { formatNumber, numberSeries, slaStatusOf } from './rules.ts';
import { STAGES, stageTransitions, isOpen } from './states.ts';

describe('deadlines', () => {
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

  it('INC-21: keeps the status at which its clock was stopped, however long it stands still', () => {
    const record = {
      stage: 'escalated' as const,
      dueAt: '2026-03-01T07:10:00.000Z',
      atRiskAt: '2026-03-01T06:10:00.000Z',
      resolvedAt: null,
      clockPausedAt: '2026-03-01T06:30:00.000Z',
    };
    expect(slaStatusOf(record, '2026-04-01T00:00:00.000Z')).toBe('at_risk');
    expect(slaStatusOf({ ...record, clockPausedAt: null }, '2026-04-01T00:00:00.000Z')).toBe('overdue');
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
