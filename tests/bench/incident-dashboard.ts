/**
 * The overview over a long history: what burns now, and each span of the history that the page offers, at its usual
 * length and at its longest. `npm run bench:dashboard` (1 M incidents), `-- --quick` (100,000), `-- --rows N`;
 * `-- --folder F` keeps the filled store for the next run. Ends with one JSON line.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createAuditNotes } from '#host/audit/audit-notes.ts';
import { QueryRunner } from '#host/commands/query-runner.ts';
import { STORE_FILE } from '#host/compose.ts';
import { openReadModels } from '#host/store/read-models.ts';
import { dashboard } from '#shared/domains/incidents/queries/dashboard.ts';
import { history, HISTORY_PERIODS_MAX } from '#shared/domains/incidents/queries/history.ts';
import { list } from '#shared/domains/incidents/queries/list.ts';
import { historyRows } from '#shared/domains/incidents/rules/rows-of-numbers.ts';
import { assert, must } from '#shared/kernel/assert.ts';
import { PERIODS, type Period } from '#shared/kernel/define-roll-up.ts';
import { movedBy, startOfPeriod } from '#shared/kernel/local-span.ts';
import { VirtualClock } from '#tests/support/virtual-clock.ts';
import { spread } from './measure.ts';
import { fillStore, openFilled } from './read-models/fill.ts';
import { NOW, siteIds } from './read-models/incidents.ts';
import { READER } from './read-models/questions.ts';
import { printTable, type Row } from './table.ts';

/** One record of the history in five is a step of a timeline. */
const RECORDS_AN_INCIDENT = 1.25;
const TARGET_MS = 50;
const RUNS = 40;
const USUAL_PERIODS: { readonly [P in Period]: number } = { hour: 24, day: 30, week: 26, month: 12 };

const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string' },
    folder: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
});
const incidents = Number(flags.rows ?? (flags.quick ? 100_000 : 1_000_000));
const folder = flags.folder ?? mkdtempSync(path.join(tmpdir(), 'fairlead-dashboard-'));
mkdirSync(folder, { recursive: true });
try {
  measure(path.join(folder, STORE_FILE));
} finally {
  if (flags.folder === undefined) rmSync(folder, { recursive: true });
}

function measure(file: string): void {
  if (!existsSync(file)) {
    fillStore(file, Math.round(incidents * RECORDS_AN_INCIDENT), { withStatistics: true });
  }
  const clock = new VirtualClock(NOW);
  const store = openFilled(file);
  const models = openReadModels(store, clock);
  // A kept store may be of an earlier program, whose sums are built anew.
  while (models.builds.status() !== null) models.builds.work();
  const queries = new QueryRunner(store, clock, createAuditNotes(store, clock));
  const loadBefore = loadavg()[0];
  const measured = questions(queries).map(([name, ask]) => ({ name, ...timesOf(ask) }));
  store.close();
  printTable([
    ['', 'p50 ms', 'p95 ms', 'processor p50', 'processor p95', `p95 < ${TARGET_MS}`],
    ...measured.map(({ name, p50, p95, processor }): Row => {
      const verdict = p95 < TARGET_MS ? 'yes' : 'MISSED';
      return [name, String(p50), String(p95), String(processor.p50), String(processor.p95), verdict];
    }),
  ]);
  const worst = {
    worstP50Ms: Math.max(...measured.map(({ p50 }) => p50)),
    worstP95Ms: Math.max(...measured.map(({ p95 }) => p95)),
    worstProcessorP95Ms: Math.max(...measured.map(({ processor }) => processor.p95)),
  };
  const load = { loadBefore, loadAfter: loadavg()[0] };
  console.log(JSON.stringify({ incidents, ...worst, targetMs: TARGET_MS, ...load }));
}

type Question = readonly [name: string, ask: () => void];

function questions(queries: QueryRunner): Question[] {
  const site = must(siteIds[3], 'a site');
  const past =
    (period: Period, count: number, siteId: string | null = null) =>
    () => {
      const { total } = queries.run<{ total: { reported: number } }>(
        history,
        spanOf(period, count, siteId),
        READER,
      );
      assert(total.reported > 0, 'there are figures');
    };
  const rows = (number: 'reported' | 'deadlineMissed') => () =>
    void queries.run(list, { limit: 100, ...historyRows(number, spanOf('day', 30, null)) }, READER);
  return [
    ['live', () => void queries.run(dashboard, {}, READER)],
    ...PERIODS.flatMap((period): Question[] => [
      [`${USUAL_PERIODS[period]} ${period}s, all sites`, past(period, USUAL_PERIODS[period])],
      [`${HISTORY_PERIODS_MAX[period]} ${period}s, all sites`, past(period, HISTORY_PERIODS_MAX[period])],
      [
        `${HISTORY_PERIODS_MAX[period]} ${period}s, one site`,
        past(period, HISTORY_PERIODS_MAX[period], site),
      ],
    ]),
    ['rows of a number: reported in 30 days', rows('reported')],
    ['rows of a number: deadline missed in 30 days', rows('deadlineMissed')],
  ];
}

/** So many periods up to the one that the history ends in. */
function spanOf(period: Period, count: number, siteId: string | null) {
  const last = startOfPeriod(
    period,
    period === 'hour' ? NOW.slice(0, 'yyyy-mm-ddT'.length) + '00:00' : NOW.slice(0, 10),
  );
  const to = movedBy(period, last, 1);
  return period === 'hour'
    ? { period, from: movedBy(period, last, -count), to: last, siteId }
    : { period, from: movedBy(period, to, -count), to, siteId };
}

/** On a machine that does other work too, the time of the processor says what a question costs. */
function timesOf(ask: () => void) {
  const processorTimes: number[] = [];
  const times = Array.from({ length: RUNS }, () => {
    const [startedAtMs, before] = [performance.now(), process.cpuUsage()];
    ask();
    const { user, system } = process.cpuUsage(before);
    processorTimes.push((user + system) / 1_000);
    return performance.now() - startedAtMs;
  });
  return { ...spread(times), processor: spread(processorTimes) };
}
