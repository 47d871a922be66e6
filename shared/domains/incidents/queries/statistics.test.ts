import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RollUps } from '#host/store/roll-ups/roll-ups.ts';
import { OFFICE, MASTER, personActor, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { incidentCommands } from '../commands.ts';
import { incidentQueries } from '../queries.ts';
import { incident } from '../schema.ts';
import type { StatisticsInput } from './statistics.ts';

const { report, acknowledge, resolve } = incidentCommands;
type Answer = ReturnType<typeof incidentQueries.statistics.run>;

let board: TestConsole;
beforeEach(() => {
  board = testConsole();
  const rollUps = new RollUps(board.store);
  rollUps.rebuildIfNeeded();
  board.store.follow((records) => rollUps.follow(records));
});
afterEach(() => board.close());

const YEAR = { from: '2026-01-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' };
const ask = (input: StatisticsInput, actor = MASTER) =>
  board.queries.run<Answer>(incidentQueries.statistics, input, actor);

/** Three days, one incident each, acknowledged after 10, 20, 30 minutes; the last one stays unresolved. */
function threeDays(): void {
  for (const minutes of [10, 20, 30]) {
    const { id } = board.run<{ id: string }>(report, {
      title: 'Leak',
      severity: 'high',
      category: 'security',
    });
    board.clock.advanceMinutes(minutes);
    board.run(acknowledge, { id });
    if (minutes < 30) board.run(resolve, { id, resolution: 'Done' });
    board.clock.advanceMinutes(24 * 60 - minutes);
  }
}

describe('statistics', () => {
  it('give the days on which something happened, with exact averages', () => {
    threeDays();
    const { periods, total, bySite } = ask({ period: 'day', ...YEAR });
    expect(
      periods.map((day) => [
        day.localStart,
        day.reported,
        day.resolved,
        day.acknowledgeMinutes,
        day.resolutionMinutes,
      ]),
    ).toEqual([
      ['2026-03-01', 1, 1, 10, 10],
      ['2026-03-02', 1, 1, 20, 20],
      ['2026-03-03', 1, 0, 30, null],
    ]);
    expect(total).toMatchObject({
      reported: 3,
      reportedHigh: 3,
      reportedSecurity: 3,
      acknowledgeMinutes: 20,
    });
    expect(bySite).toEqual([{ siteId: board.store.state.site?.id, siteName: 'MV Aurora', ...total }]);
  });

  it('say the same in hours, days, weeks and months', () => {
    threeDays();
    const hours = { from: '2026-02-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' };
    const totals = (['hour', 'day', 'week', 'month'] as const).map(
      (period) => ask({ period, ...hours }).total,
    );
    // The first of March is a Sunday: its week began in February.
    expect(new Set(totals.map((total) => JSON.stringify(total))).size).toBe(1);
  });

  it('take only periods that start within the time asked for, and only the site asked for', () => {
    threeDays();
    const { total } = ask({
      period: 'day',
      from: '2026-03-02T00:00:00.000Z',
      to: '2026-03-03T00:00:00.000Z',
      siteId: board.store.state.site?.id ?? '',
    });
    expect(total.reported).toBe(1);
    expect(ask({ period: 'day', ...YEAR, siteId: OFFICE.id })).toMatchObject({ periods: [], bySite: [] });
  });

  it('show nobody a site they do not see', () => {
    threeDays();
    const stranger = personActor('IP', 'crew', OFFICE.id);
    expect(ask({ period: 'month', ...YEAR }, stranger)).toMatchObject({
      periods: [],
      bySite: [],
      total: { reported: 0, acknowledgeMinutes: null },
    });
  });

  it('read counted figures only: no incident is needed for the answer', () => {
    threeDays();
    board.store.db.exec(`DROP VIEW ${incident.kind}`);
    expect(ask({ period: 'month', ...YEAR }).total.reported).toBe(3);
  });

  it('refuse a time that lies backwards or holds too many periods', () => {
    expect(() => ask({ period: 'day', from: YEAR.to, to: YEAR.from })).toThrow(/before the start/);
    expect(() => ask({ period: 'hour', ...YEAR })).toThrow(/At most 2016 periods/);
  });
});
