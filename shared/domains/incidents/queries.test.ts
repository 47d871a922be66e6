import { afterEach, describe, expect, it } from 'vitest';
import { MASTER, personActor, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { incidentCommands } from './commands.ts';
import { incidentQueries } from './queries.ts';
import type { IncidentListInput } from './queries/list.ts';
import { slaStatusOf } from './rules.ts';

type Page = ReturnType<typeof incidentQueries.list.run>;
type Dashboard = ReturnType<typeof incidentQueries.dashboard.run>;

let board: TestConsole;
afterEach(() => board.close());

const list = (input: IncidentListInput) => board.queries.run<Page>(incidentQueries.list, input, MASTER);

/** 40 incidents, 20 minutes apart, of all severities; every fifth resolved an hour after its report. */
function fleet(): void {
  board = testConsole();
  const severities = ['low', 'medium', 'high', 'critical'];
  for (let index = 0; index < 40; index += 1) {
    const severity = severities[index % 4];
    const { id } = board.run<{ id: string }>(incidentCommands.report, {
      title: `Incident ${index} 100%`,
      severity,
      place: index % 2 === 0 ? 'Hold_3' : 'Bridge',
    });
    if (index % 5 === 0) board.run(incidentCommands.resolve, { id, resolution: 'Done' });
    board.clock.advanceMinutes(20);
  }
}

describe('the list', () => {
  it('pages through everything once, in order, for every sort and direction', () => {
    fleet();
    for (const sort of ['reportedAt', 'dueAt', 'severity', 'number'] as const) {
      for (const direction of ['ascending', 'descending'] as const) {
        const seen: Page['rows'] = [];
        let cursor: Page['next'] = null;
        do {
          const page: Page = list({ state: 'all', sort, direction, cursor, limit: 7 });
          seen.push(...page.rows);
          cursor = page.next;
        } while (cursor !== null);
        expect(new Set(seen.map((row) => row.id)).size).toBe(40);
        const values = seen.map((row) => row.sortValue);
        const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
        expect(values).toEqual(direction === 'ascending' ? sorted : sorted.reverse());
      }
    }
  });

  it('filters by deadline as the rule in slaStatusOf says', () => {
    fleet();
    const now = new Date(board.clock.now()).toISOString();
    const all = list({ state: 'all', limit: 200 }).rows;
    for (const sla of ['on_track', 'at_risk', 'overdue'] as const) {
      const wanted = all
        .filter((row) => slaStatusOf(row, now) === sla)
        .map((row) => row.id)
        .sort();
      expect(
        list({ state: 'all', sla, limit: 200 })
          .rows.map((row) => row.id)
          .sort(),
      ).toEqual(wanted);
      expect(wanted.length).toBeGreaterThan(0);
    }
  });

  it('takes text literally and finds it in number, title and place', () => {
    fleet();
    expect(list({ state: 'all', text: 'hold_3' }).total).toBe(20);
    expect(list({ state: 'all', text: '0%' }).total).toBe(40);
    expect(list({ state: 'all', text: '%%' }).total).toBe(0);
    expect(list({ state: 'all', text: 'AUR-INC-2026-0007' }).rows.map((row) => row.title)).toEqual([
      'Incident 6 100%',
    ]);
  });

  it('combines filters and counts what it finds', () => {
    fleet();
    const page = list({ state: 'open', severities: ['critical', 'high'], limit: 3 });
    expect([page.rows.length, page.total]).toEqual([3, 16]);
  });

  it('shows whoever asks what they have reported, open or not, and nobody what others have', () => {
    fleet();
    const crew = personActor('IT');
    const own = ['Loose rail', 'Wet deck'].map(
      (title) => board.run<{ id: string }>(incidentCommands.report, { title, severity: 'low' }, crew).id,
    );
    board.run(incidentCommands.resolve, { id: own[0], resolution: 'Done' });
    const mine = (state: 'open' | 'done' | 'all', actor = crew) => {
      const asked = { state, mine: true, sort: 'reportedAt' as const };
      const { rows, total } = board.queries.run<Page>(incidentQueries.list, asked, actor);
      return [total, ...rows.map(({ title }) => title)];
    };
    expect([mine('open'), mine('done'), mine('all').length]).toEqual([[1, 'Wet deck'], [1, 'Loose rail'], 3]);
    expect([mine('all', MASTER)[0], mine('all', personActor('IC'))]).toEqual([40, [0]]);
  });
});

describe('the dashboard', () => {
  it('counts what the list shows', () => {
    fleet();
    const { totals, bySite } = board.queries.run<Dashboard>(incidentQueries.dashboard, {}, MASTER);
    const count = (input: IncidentListInput) => list({ state: 'open', ...input }).total;
    expect(totals).toMatchObject({
      open: count({}),
      onTrack: count({ sla: 'on_track' }),
      atRisk: count({ sla: 'at_risk' }),
      overdue: count({ sla: 'overdue' }),
      critical: count({ severities: ['critical'] }),
      low: count({ severities: ['low'] }),
      unacknowledged: count({ ladder: 'unacknowledged' }),
      escalated: count({ ladder: 'escalated' }),
    });
    expect(bySite).toEqual([
      {
        siteId: board.store.state.site?.id,
        siteName: 'MV Aurora',
        open: totals.open,
        overdue: totals.overdue,
        critical: totals.critical,
      },
    ]);
  });
});
