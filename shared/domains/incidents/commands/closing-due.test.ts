import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RecordId } from '#shared/kernel/ids.ts';
import { type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { COMPANY_WIDE } from '../../../access/target.ts';
import { incidentCommands } from '../commands.ts';
import { CLOSING_DUE } from '../events.ts';
import { incidentNotices } from '../notices.ts';
import { defaultPolicy } from '../rules/policy.ts';
import { incident, incidentEvent } from '../schema.ts';
import { ANY_TYPE } from '../schema/policy.ts';

const { report, resolve, close, savePolicy } = incidentCommands;
const DAY_MINUTES = 24 * 60;

let board: TestConsole;
beforeEach(() => {
  board = testConsole();
});
afterEach(() => board.close());

function reported(): RecordId {
  return board.run<{ id: RecordId }>(report, { title: 'Leak', severity: 'low' }).id;
}

function passDays(days: number): void {
  board.clock.advanceMinutes(days * DAY_MINUTES);
  board.timers.runDue();
}

const reminders = (id: RecordId) =>
  board.store
    .find(incidentEvent, { incidentId: id, labelKey: CLOSING_DUE })
    .map(({ at, labelParams }) => [at.slice(0, 10), labelParams['day']]);

it('INC-49: is reminded once, a week before the month is over', () => {
  const id = reported();
  expect(board.store.record(incident, id)?.closeDueAt).toBe('2026-03-31T03:10:00.000Z');
  board.run(resolve, { id, resolution: 'Plugged' });
  passDays(22);
  expect(reminders(id)).toEqual([]);
  passDays(1);
  passDays(30);
  expect(reminders(id)).toEqual([['2026-03-24', '2026-03-31']]);
});

it('INC-49: goes by the days that the policy set when it was reported', () => {
  const before = reported();
  board.run(savePolicy, {
    ...defaultPolicy('vessel', ANY_TYPE),
    siteId: COMPANY_WIDE,
    incidentType: ANY_TYPE,
    closeWithinDays: 4,
  });
  const after = reported();
  expect([before, after].map((id) => board.store.record(incident, id)?.closeDueAt?.slice(0, 10))).toEqual([
    '2026-03-31',
    '2026-03-05',
  ]);
});

it('is not reminded of once it is closed', () => {
  const id = reported();
  board.run(resolve, { id, resolution: 'Plugged' });
  board.run(close, { id, rootCause: 'Old seal', correctiveAction: 'Changed yearly' });
  passDays(40);
  expect(reminders(id)).toEqual([]);
});

it('tells who handles it, else those of the first step', () => {
  const notice = incidentNotices.find(({ name }) => name === 'incidents.closingDue');
  const told = (assigneeId: string | null) => {
    const record = { labelKey: CLOSING_DUE, labelParams: { day: '2026-03-31' } };
    const subject = { id: 'i', number: 'AUR-INC-2026-0001', title: 'Leak', assigneeId };
    // Only what is looked at.
    return notice?.draft({ record, subject, site: { kind: 'vessel' } } as never)?.audience;
  };
  expect([told('ines'), told(null)]).toEqual([
    { profiles: [], personIds: ['ines'], andOffices: true, orAdministrators: false },
    {
      profiles: ['officer-in-charge', 'safety-officer'],
      personIds: [],
      andOffices: true,
      orAdministrators: true,
    },
  ]);
});
