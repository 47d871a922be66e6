import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReadModels } from '#host/store/read-models.ts';
import { AURORA, personActor, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { type Actor, visibleSites } from '../../../access/can.ts';
import type { QueryContext } from '../../../kernel/define-query.ts';
import { incidentCommands } from '../commands.ts';
import { approvals } from './approvals.ts';
import { dashboard } from './dashboard.ts';
import { IncidentListInput, list } from './list.ts';
import { statistics, StatisticsInput } from './statistics.ts';
import { watch } from './watch.ts';

let board: TestConsole;
beforeAll(() => {
  board = testConsole();
  openReadModels(board.store, board.clock);
  board.run(incidentCommands.report, { title: 'Leak', severity: 'high' });
});
afterAll(() => board.close());

const ASHORE = personActor('AD', 'administrator');
const ON_BOARD = personActor('IP', 'master');
const OF_TEAM: Actor = { ...personActor('IT'), rowScope: 'team', teamId: 'deck' };

/** How SQLite would go about each statement that a query runs. */
function plansOf(actor: Actor, ask: (context: QueryContext) => unknown): string[] {
  const { store } = board;
  const plans: string[] = [];
  const note = (sql: string, parameters: object = {}) => {
    // EXPLAIN gives rows of four columns, of which the last says what is done.
    const steps = store.db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(parameters) as { detail: string }[];
    plans.push(steps.map(({ detail }) => detail).join('\n'));
  };
  const db: QueryContext['db'] = {
    record: (entity, id) => store.record(entity, id),
    archivedIn: (entity, id) => store.archivedIn(entity, id),
    all(row, sql, parameters) {
      note(sql, parameters);
      return store.all(row, sql, parameters);
    },
    get(row, sql, parameters) {
      note(sql, parameters);
      return store.get(row, sql, parameters);
    },
  };
  ask({ db, actor, sites: visibleSites(actor), now: '2026-03-01T08:00:00.000Z', site: AURORA });
  return plans;
}

const listed = (input: Parameters<typeof IncidentListInput.parse>[0]) => (context: QueryContext) =>
  list.run(context, IncidentListInput.parse(input));

const OPEN = 'USING INDEX record:incident:open_incident';
const IN_INDEX = /VIRTUAL TABLE INDEX 0:M/;

describe.each([
  ['every site', ASHORE],
  ['one site', ON_BOARD],
])('for who sees %s', (_whom, actor) => {
  it('open incidents and the overview are walked along the index of open incidents', () => {
    const [page, total] = plansOf(actor, listed({ state: 'open' }));
    const [overview] = plansOf(actor, (context) => dashboard.run(context, {}));
    expect([page, total, overview].map((plan) => plan?.includes(OPEN))).toEqual([true, true, true]);
    expect([total, overview].join()).not.toMatch(/TEMP B-TREE/);
    expect([page, total, overview].join()).not.toMatch(IN_INDEX);
  });

  it('a page of all incidents is walked along the index of what they are sorted by; they need no counting', () => {
    const plans = plansOf(actor, listed({ state: 'all', sort: 'reportedAt' }));
    const page = plans.findIndex((plan) => plan.startsWith('MATERIALIZE page'));
    expect(plans[page]?.split('\n')[1]).toBe('SCAN incidents-0 USING INDEX record:incident:reportedAt');
    expect(plans.slice(page + 1).filter((plan) => plan.includes('incidents-'))).toEqual([]);
    expect(plans.join()).not.toMatch(IN_INDEX);
  });

  it('a page with archived ones is walked along the same index of both', () => {
    const plans = plansOf(actor, listed({ state: 'all', sort: 'reportedAt', withArchived: true }));
    const [ofStore, ofArchive] = plans.filter((plan) => plan.startsWith('MATERIALIZE page'));
    expect(ofStore?.split('\n')[1]).toBe('SCAN incidents-0 USING INDEX record:incident:reportedAt');
    expect(ofArchive?.split('\n')[1]).toBe('SCAN archived_list USING INDEX archived:incident:reportedAt');
  });

  it('what is due next is walked along the indexes of what is not done yet', () => {
    const plans = plansOf(actor, (context) => watch.run(context, {}));
    const along = (view: string) => plans.filter((plan) => plan.includes(`USING INDEX record:${view}`));
    const isSorted = (plan: string) => plan.includes('TEMP B-TREE');
    const ofActions = along('incident-action:open_incident_action');
    const ofDuties = along('incident-compliance:unsettled_incident_compliance');
    expect([ofActions, ofDuties].map((one) => [one.length, one.some(isSorted)])).toEqual([
      [3, false],
      [3, false],
    ]);
  });

  it('what waits for an approval is walked along the index of what is not over', () => {
    const [waiting] = plansOf(actor, (context) => approvals.run(context, {}));
    expect(waiting).toContain('USING INDEX record:incident-approval:endedAt,askedAt');
    expect(waiting).not.toMatch(/TEMP B-TREE|SCAN incidents/);
  });

  it('statistics look at no incident', () => {
    const input = StatisticsInput.parse({
      period: 'day',
      from: '2026-01-01T00:00:00.000Z',
      to: '2026-12-01T00:00:00.000Z',
    });
    const plans = plansOf(actor, (context) => statistics.run(context, input));
    expect(plans.filter((plan) => plan.includes('incidents-') || IN_INDEX.test(plan))).toEqual([]);
  });
});

it('for who sees less than a site, everything begins with what is theirs', () => {
  const input = StatisticsInput.parse({
    period: 'day',
    from: '2026-01-01T00:00:00.000Z',
    to: '2026-12-01T00:00:00.000Z',
  });
  const plans = [
    ...plansOf(OF_TEAM, listed({ state: 'open' })),
    ...plansOf(OF_TEAM, listed({ state: 'all', text: 'leak' })),
    ...plansOf(OF_TEAM, (context) => dashboard.run(context, {})),
    ...plansOf(OF_TEAM, (context) => statistics.run(context, input)),
  ];
  expect(plans.filter((plan) => plan.includes('SCAN incidents-'))).toEqual([]);
  expect(plans.filter((plan) => plan.includes('incidents-')).length).toBeGreaterThanOrEqual(6);
});
