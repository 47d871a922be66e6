import { describe, expect, it } from 'vitest';
import { isoOf, msOf } from '../../kernel/clock.ts';
import { isOld, oldBefore, USUAL_INBOX_RETENTION } from './retention.ts';

describe('what is old (NTF-10)', () => {
  const now = '2026-06-01T12:00:00.000Z';
  const line = (days: number, changes: object = {}) => ({
    severity: 'high' as const,
    raisedAt: isoOf(msOf(now) - days * 24 * 60 * 60_000),
    readAt: null,
    acknowledgedAt: null,
    dismissedAt: null,
    ...changes,
  });
  const old = (days: number, changes?: object) =>
    isOld(line(days, changes), oldBefore(USUAL_INBOX_RETENTION, now));

  it('is what was seen to 90 days ago, and anything after a year', () => {
    const seenTo = [{ readAt: now }, { acknowledgedAt: now }, { dismissedAt: now }];
    expect(seenTo.map((changes) => [old(89, changes), old(91, changes)])).toEqual([
      [false, true],
      [false, true],
      [false, true],
    ]);
    expect([old(364), old(366)]).toEqual([false, true]);
  });

  it('is nothing critical that was looked at and not acknowledged, before a year has passed', () => {
    const read = { severity: 'critical', readAt: now };
    expect([old(91, read), old(366, read), old(91, { ...read, acknowledgedAt: now })]).toEqual([
      false,
      true,
      true,
    ]);
  });
});
