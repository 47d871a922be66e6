import { describe, expect, it } from 'vitest';
import { closeDueAtFor, closeDueAtOf, closeReminderAt, isClosedLate } from './close-target.ts';

const REPORTED = '2026-03-01T08:00:00.000Z';
const OPEN = {
  stage: 'resolved' as const,
  reportedAt: REPORTED,
  closeDueAt: closeDueAtFor({}, REPORTED),
};

describe('the target for closing (INC-49)', () => {
  it('is a month from the report, or as many days as the policy says', () => {
    expect([closeDueAtFor({}, REPORTED), closeDueAtFor({ closeWithinDays: 10 }, REPORTED)]).toEqual([
      '2026-03-31T08:00:00.000Z',
      '2026-03-11T08:00:00.000Z',
    ]);
    expect(closeDueAtOf({ reportedAt: REPORTED })).toBe('2026-03-31T08:00:00.000Z');
  });

  it('is called to mind a week before it, of a short one after half of its time', () => {
    expect([
      closeReminderAt(OPEN),
      closeReminderAt({ ...OPEN, closeDueAt: closeDueAtFor({ closeWithinDays: 10 }, REPORTED) }),
    ]).toEqual(['2026-03-24T08:00:00.000Z', '2026-03-06T08:00:00.000Z']);
  });

  it('is called to mind once, and of nothing that is closed, a drill, a duplicate or older than the target', () => {
    const { closeDueAt: _none, ...older } = OPEN;
    expect([
      closeReminderAt({ ...OPEN, closeRemindedAt: REPORTED }),
      closeReminderAt({ ...OPEN, stage: 'closed' }),
      closeReminderAt({ ...OPEN, isDrill: true }),
      closeReminderAt({ ...OPEN, mergedIntoId: 'another' }),
      closeReminderAt(older),
    ]).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  it('is kept at its very end, and missed after it (INC-75)', () => {
    const { closeDueAt } = OPEN;
    expect([
      isClosedLate({ ...OPEN, closedAt: closeDueAt }),
      isClosedLate({ ...OPEN, closedAt: '2026-03-31T08:00:00.001Z' }),
      isClosedLate({ ...OPEN, closedAt: null }),
    ]).toEqual([false, true, false]);
  });
});
