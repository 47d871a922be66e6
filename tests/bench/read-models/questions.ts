import type { QueryRunner } from '#host/commands/query-runner.ts';
import type { Search } from '#host/store/search/search.ts';
import type { Store } from '#host/store/store.ts';
import { dashboard } from '#shared/domains/incidents/queries/dashboard.ts';
import { detail } from '#shared/domains/incidents/queries/detail.ts';
import { list, type IncidentListInput } from '#shared/domains/incidents/queries/list.ts';
import { statistics } from '#shared/domains/incidents/queries/statistics.ts';
import { msOf, isoOf } from '#shared/kernel/clock.ts';
import { assert, must } from '#shared/kernel/assert.ts';
import { OFFICE, personActor } from '#tests/support/test-console.ts';
import { incidentAt, NOW, siteIds } from './incidents.ts';
import { DAY_MS } from '#shared/kernel/durations.ts';

/** Who asks: an administrator of the office, who sees every site. */
export const READER = personActor('AD', 'crew', OFFICE.id);

export type Question = {
  readonly name: string;
  /** The user's own floor, and ten times below it or what the design asks. */
  readonly targetMs: number;
  readonly aimMs: number;
  readonly runs: number;
  /** Asks once. `run` counts, so that no two runs need ask the same. */
  ask(run: number): void | Promise<void>;
};

type Parts = {
  readonly store: Store;
  readonly queries: QueryRunner;
  readonly search: Search | undefined;
  readonly rows: number;
};

const SCANNED_ROWS = 100_000;
const PAGE_ROWS = 100;

export function questionsOf(parts: Parts): Question[] {
  return [
    ...statisticsQuestions(parts),
    ...listQuestions(parts),
    ...searchQuestions(parts),
    scanQuestion(parts),
  ];
}

function statisticsQuestions({ queries }: Parts): Question[] {
  const ask =
    (period: string, days: number, siteId: string | null = null) =>
    () => {
      const from = isoOf(msOf(NOW) - days * DAY_MS);
      const { total } = queries.run<{ total: { reported: number } }>(
        statistics,
        { period, from, to: isoOf(msOf(NOW) + DAY_MS), siteId },
        READER,
      );
      assert(total.reported > 0, 'there are figures');
    };
  const view = { targetMs: 50, aimMs: 5, runs: 50 };
  return [
    { name: "today's statistics, by hour", targetMs: 100, aimMs: 10, runs: 50, ask: ask('hour', 0.5) },
    { name: 'seven-day history, by day', targetMs: 100, aimMs: 10, runs: 50, ask: ask('day', 7) },
    {
      name: 'active count (the dashboard: by clock, severity, site)',
      ...view,
      ask: () => void queries.run(dashboard, {}, READER),
    },
    {
      name: 'statistics: 12 weeks by hour, one site',
      ...view,
      ask: ask('hour', 82, must(siteIds[3], 'a site')),
    },
    { name: 'statistics: a year by day, all sites', ...view, ask: ask('day', 364) },
    { name: 'statistics: 5 years by week, all sites', ...view, ask: ask('week', 5 * 364) },
    { name: 'statistics: 5 years by month, all sites', ...view, ask: ask('month', 5 * 364) },
  ];
}

type Page = {
  readonly rows: readonly unknown[];
  readonly next: { value: string | number; id: string } | null;
};

function listQuestions({ queries, rows }: Parts): Question[] {
  const ask = (input: IncidentListInput) => () => {
    const page = queries.run<Page>(list, { limit: PAGE_ROWS, ...input }, READER);
    assert(page.rows.length > 0, 'the page has rows');
  };
  const deep = incidentAt(Math.floor(rows / 2 / 5) * 5, rows);
  const page = { targetMs: 50, aimMs: 5, runs: 30 };
  const byTime = { state: 'all', sort: 'reportedAt' } as const;
  const siteId = must(siteIds[3], 'a site');
  return [
    { name: 'page of 100: open, worst first', ...page, ask: ask({}) },
    { name: 'page of 100: all, newest first', ...page, ask: ask(byTime) },
    {
      name: 'page of 100: all, half way down',
      ...page,
      ask: ask({ ...byTime, cursor: { value: deep.reportedAt, id: deep.id } }),
    },
    { name: 'page of 100: done, by number', ...page, ask: ask({ state: 'done', sort: 'number' }) },
    { name: 'page of 100: all of one site', ...page, ask: ask({ ...byTime, siteId }) },
    { name: 'page of 100: all that were overdue', ...page, ask: ask({ ...byTime, sla: 'overdue' }) },
    { name: 'page of 100: all critical ones', ...page, ask: ask({ ...byTime, severities: ['critical'] }) },
    { name: 'page of 100: all with "sprinkler"', ...page, ask: ask({ ...byTime, text: 'sprinkler' }) },
    {
      name: 'one incident with its timeline',
      ...page,
      ask: () => void queries.run(detail, { id: deep.id }, READER),
    },
  ];
}

function searchQuestions({ search, rows }: Parts): Question[] {
  if (search === undefined) return [];
  const ask = (textOf: (run: number) => string) => (run: number) => {
    const { found } = search.find(READER, { text: textOf(run) });
    assert(found.length > 0, 'something is found');
  };
  const some = (run: number) => incidentAt((((run + 1) * 7_919) % Math.floor(rows / 5)) * 5, rows);
  const question = { targetMs: 50, aimMs: 5, runs: 50 };
  return [
    { name: 'search: a number', ...question, ask: ask((run) => some(run).number) },
    { name: 'search: beginnings of two words ("pum eng")', ...question, ask: ask(() => 'pum eng') },
    { name: 'search: a word of every tenth record ("valve")', ...question, ask: ask(() => 'valve') },
    { name: 'search: three words of one title', ...question, ask: ask((run) => some(run).title) },
    { name: 'search: two letters ("sp")', ...question, ask: ask(() => 'sp') },
    { name: 'search: a typo ("sprinlker")', ...question, ask: ask(() => 'sprinlker') },
    { name: 'search: a typo in two words ("mashinery valv")', ...question, ask: ask(() => 'mashinery valv') },
  ];
}

/** What a report does: the columns it needs of the newest hundred thousand incidents, one row at a time. */
function scanQuestion({ store }: Parts): Question {
  const statement = store.db.prepare(
    `SELECT siteId, severity, stage, reportedAt, dueAt, resolvedAt FROM incident
     ORDER BY reportedAt DESC LIMIT ${SCANNED_ROWS}`,
  );
  return {
    name: 'scan of 100 000 incidents (six columns each)',
    targetMs: 500,
    aimMs: 50,
    runs: 5,
    ask() {
      let resolved = 0;
      // The columns are those of the view; `raw` gives them as an array.
      for (const row of statement.raw().iterate() as IterableIterator<unknown[]>) {
        if (row[5] !== null) resolved += 1;
      }
      assert(resolved > 0, 'some of them are resolved');
    },
  };
}
