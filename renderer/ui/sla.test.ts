import { describe, expect, it } from 'vitest';
import { t } from '#renderer/shell/words.ts';
import { type SlaRecord, slaView } from './sla.ts';

const record: SlaRecord = {
  stage: 'reported',
  dueAt: '2026-11-21T08:00:00.000Z',
  atRiskAt: '2026-11-21T07:00:00.000Z',
  resolvedAt: null,
};

function wordsAt(now: string, changes: Partial<SlaRecord> = {}): string {
  const view = slaView({ ...record, ...changes }, now);
  return t(view.key, view.params);
}

describe('the deadline clock', () => {
  it('counts down, says at risk from three quarters on and by how much it is overdue', () => {
    expect([
      wordsAt('2026-11-21T04:46:00.000Z'),
      wordsAt('2026-11-21T06:59:59.999Z'),
      wordsAt('2026-11-21T07:00:00.000Z'),
      wordsAt('2026-11-21T07:59:20.000Z'),
      wordsAt('2026-11-21T08:00:00.000Z'),
      wordsAt('2026-11-21T08:12:30.000Z'),
      wordsAt('2026-11-24T09:00:00.000Z'),
    ]).toEqual([
      '3 h 14 min left',
      '1 h left',
      'At risk, 1 h',
      'At risk, 40 s',
      'Overdue by 0 s',
      'Overdue by 12 min',
      'Overdue by 3 d 1 h',
    ]);
  });

  it('stops when the incident is resolved, whatever the time is now', () => {
    const later = '2027-03-01T00:00:00.000Z';
    expect([
      wordsAt(later, { stage: 'resolved', resolvedAt: '2026-11-21T07:30:00.000Z' }),
      wordsAt(later, { stage: 'closed', resolvedAt: '2026-11-21T10:30:00.000Z' }),
    ]).toEqual(['Resolved in time', 'Resolved 2 h late']);
  });

  it('stands still while it is paused, at what was left then', () => {
    const later = '2027-03-01T00:00:00.000Z';
    const paused = { clockPausedAt: '2026-11-21T07:15:00.000Z', clockPauseReason: 'other' } as const;
    expect([slaView({ ...record, ...paused }, later).status, wordsAt(later, paused)]).toEqual([
      'at_risk',
      'Paused, 45 min left',
    ]);
  });
});
