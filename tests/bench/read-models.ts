/**
 * Search, statistics, lists and writes of a store with a long history, next to what was asked for:
 * `npm run bench:read-models` (1 M records), `-- --quick` (100 k), `-- --rows 10000000`. Beyond two million records
 * search is left out (`--search` has it), and statistics are counted during the fill.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createAuditNotes } from '#host/audit/audit-notes.ts';
import { QueryRunner } from '#host/commands/query-runner.ts';
import { STORE_FILE } from '#host/compose.ts';
import { openReadModels, type ReadModels } from '#host/store/read-models.ts';
import { verifyRollUps } from '#host/store/roll-ups/verify.ts';
import { VirtualClock } from '#tests/support/virtual-clock.ts';
import { spread } from './measure.ts';
import { fillStore, openFilled } from './read-models/fill.ts';
import { hostFigures } from './read-models/host-figures.ts';
import { NOW } from './read-models/incidents.ts';
import { type Question, questionsOf } from './read-models/questions.ts';
import { liveQuestion, writeQuestions } from './read-models/writes.ts';
import { printTable, type Row } from './table.ts';

const QUICK_ROWS = 100_000;
const DEFAULT_ROWS = 1_000_000;
const SEARCHED_ROWS_MAX = 2_000_000;
/** No question is asked for longer than this, however slow it is. */
const QUESTION_MS = 4_000;

type Answer = {
  readonly p50: number;
  readonly p95: number;
  readonly targetMs: number;
  readonly aimMs: number;
};

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rows: { type: 'string' },
    search: { type: 'boolean', default: false },
    /** Compares every figure with a full count at the end. */
    verify: { type: 'boolean', default: false },
  },
});
const rows = Number(flags.rows ?? (flags.quick ? QUICK_ROWS : DEFAULT_ROWS));
const withSearch = flags.search || rows <= SEARCHED_ROWS_MAX;

const folder = mkdtempSync(path.join(tmpdir(), 'fairlead-read-models-'));
try {
  await measure(path.join(folder, STORE_FILE));
} finally {
  rmSync(folder, { recursive: true });
}

async function measure(file: string): Promise<void> {
  const fillMs = fillStore(file, rows, { withStatistics: !withSearch });
  const clock = new VirtualClock(NOW);
  const store = openFilled(file);
  const models = withSearch ? openReadModels(store, clock) : undefined;
  const built = models === undefined ? undefined : buildAll(models);
  const queries = new QueryRunner(store, clock, createAuditNotes(store, clock));
  const questions = [
    ...questionsOf({ store, queries, search: models?.search, rows }),
    ...writeQuestions(store, clock, rows),
  ];
  const answers = new Map<string, Answer>();
  for (const question of questions) answers.set(question.name, await askMany(question));
  const live = await liveQuestion(store, rows);
  answers.set(live.question.name, await askMany(live.question));
  await live.close();
  const isSound = flags.verify ? verifyRollUps(store.db).sound : undefined;
  store.close();
  const host = rows <= SEARCHED_ROWS_MAX ? hostFigures(folder) : undefined;
  const facts = {
    rows,
    fillMicrosecondsARecord: Math.round((fillMs / rows) * 1_000),
    ...(built === undefined ? {} : { built }),
    ...(isSound === undefined ? {} : { statisticsEqualFullCount: isSound }),
    ...(host === undefined ? {} : { host, hostMemoryTargetMiB: 250 }),
  };
  printTable([['', 'p50 ms', 'p95 ms', 'target', 'aim', ''], ...[...answers].map(rowOf)]);
  console.log(facts);
  console.log(JSON.stringify({ ...facts, answers: Object.fromEntries(answers) }));
}

/** What an upgrade does beside people's work, here without a pause: seconds and the longest step of each. */
function buildAll({ builds }: ReadModels): { [what: string]: { seconds: number; longestStepMs: number } } {
  const built: { [what: string]: { seconds: number; longestStepMs: number } } = {};
  for (let status = builds.status(); status !== null; status = builds.status()) {
    const startedAtMs = performance.now();
    builds.work();
    const tookMs = performance.now() - startedAtMs;
    const before = built[status.what] ?? { seconds: 0, longestStepMs: 0 };
    built[status.what] = {
      seconds: before.seconds + tookMs / 1_000,
      longestStepMs: Math.max(before.longestStepMs, tookMs),
    };
  }
  return Object.fromEntries(
    Object.entries(built).map(([what, { seconds, longestStepMs }]) => [
      what,
      { seconds: Math.round(seconds), longestStepMs: Math.round(longestStepMs) },
    ]),
  );
}

async function askMany({ ask, runs, targetMs, aimMs }: Question): Promise<Answer> {
  const times: number[] = [];
  const endMs = performance.now() + QUESTION_MS;
  for (let run = 0; run < runs && (run < 3 || performance.now() < endMs); run += 1) {
    const startedAtMs = performance.now();
    await ask(run);
    times.push(performance.now() - startedAtMs);
  }
  const { p50, p95 } = spread(times);
  return { p50, p95, targetMs, aimMs };
}

function rowOf([name, { p50, p95, targetMs, aimMs }]: [string, Answer]): Row {
  const verdict = p50 <= aimMs ? 'aim' : p50 <= targetMs ? 'within target' : 'MISSED';
  return [name, String(p50), String(p95), `< ${targetMs}`, `< ${aimMs}`, verdict];
}
