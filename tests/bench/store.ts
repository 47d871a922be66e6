import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { getRxStorageSQLiteTrial, getSQLiteBasicsNodeNative } from 'rxdb/plugins/storage-sqlite';
import { openConnection } from '#host/store/connection.ts';
import { getRxStorageSqlite } from '#host/store/rx-storage/index.ts';
import { liveUpdateMs } from './store/live-query.ts';
import { COLUMNS, type Column, type Effort, Measured, measureColumn } from './store/measure.ts';
import { pouchEngine } from './store/pouch-engine.ts';
import { rawEngine } from './store/raw-engine.ts';
import { ratio, ratios, table } from './store/report.ts';
import { rxCollectionEngine } from './store/rx-collection-engine.ts';
import { rxStorageEngine } from './store/rx-storage-engine.ts';
import { storeEngine } from './store/store-engine.ts';

const USAGE = `npm run bench:store -- [--quick] [--rows 100000] [--no-others]

Measures the store at its three levels (store, RxStorage, RxDB collections) against raw better-sqlite3 with the
same pragmas and against other engines, on the same notes of 8 fields and about 400 bytes. Engines take turns
within one run; the median turn counts. In the table, brackets hold the share of raw's rate.

The last line is one JSON object. Every ratio in it is ours divided by raw SQLite, as operations a second, so
larger is better and 1 is as fast as raw. Of the two ways in, the store and the RxStorage, each of the first five
tells the slower; \`ways\` has both, and RxDB's collections, which in --quick hold fewer rows than raw.
  insertVsRaw            one record a commit, each on the disk before the next; at the store through transact(),
                         journalled: the record twice, a hash and two more trees than raw writes
  bulkVsRaw              500 records a commit, likewise
  getVsRaw, rangeVsRaw   parsed documents against parsed JSON; a range is 100 records on an index
  countVsRaw             two conditions on an index
  liveUpdateMs           from a command to the new answer of a live query over its records
  hostMemoryMb           memory of a process that has the filled store open with its collections`;

const { values: given } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rows: { type: 'string', default: '100000' },
    'no-others': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** Other engines are filled with so many at most: more takes them minutes and flatters nobody. */
const ROWS_OF_OTHERS_MAX = 100_000;
const ROWS_OF_OTHERS_QUICK = 2_000;
/** RxDB's free SQLite storage stops at 500 documents and 500 operations. */
const TRIAL_ROWS = 200;
const TRIAL_ACTIONS = 20;

if (given.help) console.log(USAGE);
else await bench(Number(given.rows));

async function bench(rows: number): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'fairlead-bench-'));
  const effort: Effort = given.quick ? { turnMs: 50, turns: 5 } : { turnMs: 300, turns: 9 };
  try {
    const engines = await openEngines(folder, rows);
    for (const engine of engines.all) await engine.fill();
    // Writes last: they grow what is read.
    for (const column of COLUMNS.toReversed()) await measureColumn(column, engines.all, effort);
    const trial = given['no-others'] ? [] : [await measureTrial(folder)];
    const { raw, store, storage, collections } = engines;
    const updateMs = await liveUpdateMs(engines.storeEngine);
    for (const { engine } of engines.all) await engine.close();
    console.log(table([...engines.all, ...trial], raw.rates));
    const slower = (column: Column) =>
      ratio(Math.min(store.rates[column], storage.rates[column]), raw.rates[column]);
    console.log(
      JSON.stringify({
        rows,
        insertVsRaw: slower('insert'),
        bulkVsRaw: slower('bulk'),
        getVsRaw: slower('get'),
        rangeVsRaw: slower('range'),
        countVsRaw: slower('count'),
        ways: {
          store: ratios(store.rates, raw.rates),
          rxStorage: ratios(storage.rates, raw.rates),
          rxCollections: ratios(collections.rates, raw.rates),
        },
        liveUpdateMs: updateMs,
        hostMemoryMb: memoryMb(path.join(folder, 'store.sqlite'), rows),
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function openEngines(folder: string, rows: number) {
  const file = (name: string) => path.join(folder, name);
  const rowsOfOthers = given.quick ? ROWS_OF_OTHERS_QUICK : Math.min(rows, ROWS_OF_OTHERS_MAX);
  // Compared with the others, so on as many rows when there is little time.
  const rowsOfCollections = given.quick ? rowsOfOthers : rows;
  const ours = (name: string, synchronous: 'FULL' | 'NORMAL') =>
    getRxStorageSqlite({
      open() {
        const db = openConnection({ file: file(`${name}.sqlite`) });
        db.pragma(`synchronous = ${synchronous}`);
        return db;
      },
      close: (db) => db.close(),
    });
  const stored = storeEngine(file('store.sqlite'), rows);
  const raw = new Measured(rawEngine(file('raw.sqlite'), { rows }));
  const store = new Measured(stored);
  const storage = new Measured(await rxStorageEngine('RxStorage alone', ours('storage', 'FULL'), rows));
  const collections = new Measured(
    await rxCollectionEngine('RxDB + ours', ours('collections', 'FULL'), rowsOfCollections),
  );
  const all = [raw, store, storage, collections];
  if (!given['no-others']) {
    all.push(
      new Measured(await rxCollectionEngine('RxDB + ours, NORMAL', ours('normal', 'NORMAL'), rowsOfOthers)),
      new Measured(await rxCollectionEngine('RxDB + memory', getRxStorageMemory(), rowsOfOthers)),
      new Measured(await pouchEngine(file('pouch'), rowsOfOthers)),
    );
  }
  return { all, raw, store, storage, collections, storeEngine: stored };
}

/** By number of actions, because its limits leave no room for turns. */
async function measureTrial(folder: string): Promise<Measured> {
  const basics = getSQLiteBasicsNodeNative(DatabaseSync);
  const open = (name: string) => basics.open(path.join(folder, `${name.replaceAll('/', '-')}.sqlite`));
  const storage = getRxStorageSQLiteTrial({ sqliteBasics: { ...basics, open } });
  const trial = new Measured(await rxCollectionEngine('RxDB + its free SQLite storage', storage, TRIAL_ROWS));
  const startedAtMs = performance.now();
  await trial.fill();
  trial.rates.bulk = TRIAL_ROWS / ((performance.now() - startedAtMs) / 1_000);
  for (const column of ['get', 'range', 'count', 'insert'] as const) {
    trial.rates[column] = await trial.actions(column, TRIAL_ACTIONS);
  }
  await trial.engine.close();
  return trial;
}

function memoryMb(file: string, rows: number): number {
  const child = path.join(import.meta.dirname, 'store/memory-child.ts');
  return Number(execFileSync(process.execPath, [child, file, String(rows)], { encoding: 'utf8' }));
}
