import { expect, it } from 'vitest';
import { type Incident, incident } from '../schema.ts';
import { jumpedBy } from './clock-jump.ts';
import { HOUR_MS } from '../../../kernel/durations.ts';

const FROM = '2026-03-01T03:10:00.000Z';
const RUNNING = {
  progressedAt: FROM,
  clockStartedAt: FROM,
  dueAt: '2026-03-01T15:10:00.000Z',
  atRiskAt: '2026-03-01T12:10:00.000Z',
  acknowledgeDueAt: '2026-03-01T03:40:00.000Z',
  clockKind: 'around-the-clock',
} as const;

/** Only what the rule reads. */
function recordOf(fields: object): Incident {
  return incident.schema.partial().parse(fields) as Incident;
}

it('INC-22: what counts hours moves with the clock; what falls on a working day of the site stays', () => {
  expect([
    jumpedBy(recordOf(RUNNING), { acknowledgeMinutes: 30 }, -HOUR_MS),
    jumpedBy(recordOf({ ...RUNNING, clockKind: 'working-hours' }), { acknowledgeMinutes: null }, HOUR_MS),
  ]).toEqual([
    {
      progressedAt: '2026-03-01T02:10:00.000Z',
      clockStartedAt: '2026-03-01T02:10:00.000Z',
      dueAt: '2026-03-01T14:10:00.000Z',
      atRiskAt: '2026-03-01T11:10:00.000Z',
      acknowledgeDueAt: '2026-03-01T02:40:00.000Z',
    },
    { progressedAt: '2026-03-01T04:10:00.000Z' },
  ]);
});
