/**
 * The list of incidents over a long history, as a person works in it: first page, next page, every sort, filters on all
 * of it with frequent and with rare values, and what is counted. `npm run bench:list` (1 M incidents),
 * `-- --rows 100000`; `-- --folder F` keeps the filled store for the next run; `-- --search` builds the index of the
 * search as well and asks it.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createAuditNotes } from '#host/audit/audit-notes.ts';
import { QueryRunner } from '#host/commands/query-runner.ts';
import { STORE_FILE } from '#host/compose.ts';
import { openReadModels } from '#host/store/read-models.ts';
import { incident } from '#shared/domains/incidents/schema.ts';
import { list, type IncidentListInput } from '#shared/domains/incidents/queries/list.ts';
import { assert } from '#shared/kernel/assert.ts';
import { NO_FILTER } from '#shared/kernel/filter.ts';
import { VirtualClock } from '#tests/support/virtual-clock.ts';
import { spread } from './measure.ts';
import { fillStore, openFilled } from './read-models/fill.ts';
import { incidentAt, NOW } from './read-models/incidents.ts';
import { READER } from './read-models/questions.ts';
import { printTable, type Row } from './table.ts';

const DEFAULT_INCIDENTS = 1_000_000;
/** One record of the history in five is a step of a timeline. */
const RECORDS_AN_INCIDENT = 1.25;
const TARGET_MS = 50;
const RUNS = 20;
const QUESTION_MS = 4_000;
const PAGE_ROWS = 100;

const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string' },
    folder: { type: 'string' },
    search: { type: 'boolean', default: false },
  },
});
const incidents = Number(flags.rows ?? DEFAULT_INCIDENTS);
const records = Math.round(incidents * RECORDS_AN_INCIDENT);
const folder = flags.folder ?? mkdtempSync(path.join(tmpdir(), 'fairlead-list-'));
mkdirSync(folder, { recursive: true });
try {
  measure(path.join(folder, STORE_FILE));
} finally {
  if (flags.folder === undefined) rmSync(folder, { recursive: true });
}

type Question = readonly [name: string, ask: () => unknown];
type Page = {
  readonly rows: readonly { readonly id: string; readonly sortValue: string | number }[];
  readonly next: { value: string | number; id: string } | null;
  readonly total: number;
};

function measure(file: string): void {
  if (!existsSync(file)) fillStore(file, records, { withStatistics: true });
  const clock = new VirtualClock(NOW);
  const store = openFilled(file);
  plantRareValues(store);
  const models = openReadModels(store, clock);
  if (flags.search) while (models.builds.status() !== null) models.builds.work();
  const queries = new QueryRunner(store, clock, createAuditNotes(store, clock));
  const page = (input: IncidentListInput) => queries.run<Page>(list, { limit: PAGE_ROWS, ...input }, READER);
  const loadBefore = loadavg()[0];
  const lines = questions(page).map(([name, ask]) => lineOf(name, ask));
  if (flags.search) {
    const found = () => models.search.find(READER, { text: incidentAt(5_000, records).number });
    lines.push(lineOf('search over everything: a number', found));
    lines.push(
      lineOf('search over everything: two words', () => models.search.find(READER, { text: 'pum eng' })),
    );
  }
  store.close();
  printTable([['', 'p50 ms', 'p95 ms', 'slowest', `< ${TARGET_MS}`], ...lines]);
  console.log({ incidents, loadBefore, loadAfter: loadavg()[0] });
}

/** A dozen in a million, far apart: what a walk through the list takes longest to meet. */
function plantRareValues(store: ReturnType<typeof openFilled>): void {
  const places = Array.from({ length: 12 }, (_one, index) => Math.floor((index / 12) * (records / 5)) * 5);
  store.receive((writer, changed) => {
    for (const place of places) {
      const { id } = incidentAt(place, records);
      const [row] = store.records(incident, 'SELECT data FROM incident WHERE id = :id', { id });
      if (row === undefined || row.type === 'data_loss') continue;
      const rare = {
        ...row,
        type: 'data_loss',
        escalationLevel: 3,
        place: 'Crow’s nest',
        assigneeName: 'Zelda Quist',
      };
      changed(writer.write('incidents', rare as never, false));
    }
  });
}

function questions(page: (input: IncidentListInput) => Page): Question[] {
  const all = { state: 'all' } as const;
  const where = (field: string, operator: string, value: string | number | string[] | null) => ({
    ...all,
    sort: 'reportedAt' as const,
    filter: { ...NO_FILTER, conditions: [{ field, operator, value }] },
  });
  const next = (input: IncidentListInput) => {
    const { next: cursor } = page(input);
    assert(cursor !== null, 'there is a next page');
    return () => page({ ...input, cursor });
  };
  const sorts = ['severity', 'dueAt', 'reportedAt', 'number'] as const;
  const directions = ['descending', 'ascending'] as const;
  const frequent: Question[] = [
    ['open, first page', () => page({})],
    ['open, next page', next({})],
    ...sorts.flatMap((sort) =>
      directions.flatMap((direction): Question[] => [
        [`all by ${sort} ${direction}, first page`, () => page({ ...all, sort, direction })],
        [`all by ${sort} ${direction}, next page`, next({ ...all, sort, direction })],
      ]),
    ),
    ['done, by severity', () => page({ state: 'done' })],
    ['all, type is one of seven', () => page(where('type', 'anyOf', ['fire']))],
    ['all, title contains "pump"', () => page(where('title', 'contains', 'pump'))],
  ];
  const rare: Question[] = [
    ['all, a rare type', () => page(where('type', 'anyOf', ['data_loss']))],
    ['all, no such type', () => page(where('type', 'anyOf', ['privacy_breach']))],
    ['all, a rare stage', () => page({ ...all, stages: ['reopened'] })],
    ['all, a rare level', () => page(where('escalationLevel', 'is', 3))],
    ['all, a rare place', () => page(where('place', 'is', 'Crow’s nest'))],
    ['all, a rare assignee', () => page(where('assigneeName', 'is', 'Zelda Quist'))],
    ['all, a title that contains what none has', () => page(where('title', 'contains', 'qqzzqq'))],
    [
      'all, two frequent values that never meet',
      () =>
        page({
          ...where('title', 'contains', 'pump'),
          filter: {
            ...NO_FILTER,
            conditions: [
              { field: 'type', operator: 'anyOf', value: ['fire'] },
              { field: 'acknowledgedAt', operator: 'empty', value: null },
              { field: 'stage', operator: 'anyOf', value: ['closed'] },
            ],
          },
        }),
    ],
    [
      'all, overdue and critical, by number',
      () => page({ ...all, sla: 'overdue', severities: ['critical'], sort: 'number' }),
    ],
  ];
  return [...frequent, ...rare];
}

function lineOf(name: string, ask: () => unknown): Row {
  const times: number[] = [];
  const endMs = performance.now() + QUESTION_MS;
  for (let run = 0; run < RUNS && (run < 2 || performance.now() < endMs); run += 1) {
    const startedAtMs = performance.now();
    ask();
    times.push(performance.now() - startedAtMs);
  }
  const { p50, p95 } = spread(times);
  const slowest = Math.max(...times).toFixed(1);
  return [name, String(p50), String(p95), slowest, p50 < TARGET_MS ? 'yes' : 'MISSED'];
}
