import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incidentQueries } from '#shared/domains/incidents/queries.ts';
import { site } from '#shared/domains/settings/schema.ts';
import { must } from '#shared/kernel/assert.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import { MASTER, AURORA, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { ReadModelBuilds } from './read-model-builds.ts';
import { RollUps } from './roll-ups/roll-ups.ts';
import { verifyRollUps } from './roll-ups/verify.ts';
import { Search } from './search/search.ts';
import { SearchIndex } from './search/search-index.ts';

let folder: string;
let board: TestConsole;
let rollUps: RollUps;
let index: SearchIndex;
let builds: ReadModelBuilds;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fairlead-build-'));
  open();
});
afterEach(() => {
  board.close();
  rmSync(folder, { recursive: true });
});

/** A console as after an upgrade: what it is asked to build it builds step by step, however few the records. */
function open(): void {
  board = testConsole({ file: path.join(folder, 'console.sqlite') });
  rollUps = new RollUps(board.store, undefined, { atOnceRows: 0 });
  index = new SearchIndex(board.store, { atOnceRows: 0 });
  rollUps.rebuildIfNeeded();
  index.rebuildIfNeeded();
  board.store.follow((records) => index.follow(records));
  board.store.follow((records) => rollUps.follow(records));
  builds = new ReadModelBuilds(board.store.db, [...rollUps.builds, index.build]);
}

/** The program ended and started again. */
function reopen(): void {
  board.close();
  open();
}

/** Built by another program: everything is to be built anew. */
function outdate(): void {
  board.store.db.exec(`UPDATE read_model SET builtFor = 'another definition'`);
  reopen();
}

function buildAll(): void {
  while (builds.status() !== null) builds.work();
}

const report = (title: string) =>
  board.run<{ id: string }>(incidentCommands.report, { title, severity: 'critical' }).id;
const statistics = () =>
  board.queries.run<{ total: { reported: number } }>(
    incidentQueries.statistics,
    { period: 'month', from: '2026-01-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' },
    MASTER,
  ).total.reported;
const find = (text: string) => new Search(board.store, board.clock, index).find(MASTER, { text, limit: 50 });
const titlesFound = (text: string) =>
  find(text)
    .found.map((one) => one.texts[1]?.text ?? '')
    .sort((one, other) => (one < other ? -1 : 1));

function moveClockTo(timeZone: string): void {
  board.store.receive((writer, changed) => {
    const { latitude: _, longitude: __, ...record } = must(board.store.record(site, AURORA.id), 'the site');
    changed(writer.write('settings', { ...record, timeZone }, false));
  });
}

describe('a build', () => {
  it('says how far it is and gives no wrong figure meanwhile; search has the newest already', () => {
    buildAll();
    for (let n = 1; n <= 60; n += 1) report(`Pump ${n}`);
    outdate();
    let refused: unknown;
    try {
      statistics();
    } catch (error) {
      refused = error instanceof DomainError ? error.code : error;
    }
    expect(refused).toBe('preparing');
    expect(builds.status()).toEqual({ what: 'statistics', percent: 0 });
    // A report writes seven records: what is read back first is all of the last one.
    index.build.step(7);
    expect(find('pump').incomplete).toEqual({ done: 7, total: 421 });
    expect(titlesFound('pump')).toContain('Pump 60');
    expect(titlesFound('pump').length).toBeLessThan(5);
    buildAll();
    expect([statistics(), find('pump').found.length, find('pump').incomplete]).toEqual([60, 50, undefined]);
  });

  it('goes on where it was when the program was ended in the middle', () => {
    buildAll();
    for (let n = 1; n <= 20; n += 1) report(`Pump ${n}`);
    outdate();
    for (const build of [...rollUps.builds, index.build]) build.step(30);
    const before = index.build.preparation();
    reopen();
    expect(index.build.preparation()).toEqual(before);
    buildAll();
    expect([statistics(), find('pump').found.length]).toEqual([20, 20]);
    expect(verifyRollUps(board.store.db).differences).toEqual([]);
  });

  it('of which a step fails is as it was before that step', () => {
    buildAll();
    for (let n = 1; n <= 20; n += 1) report(`Pump ${n}`);
    outdate();
    board.store.db.exec(
      `CREATE TRIGGER full BEFORE INSERT ON search_record BEGIN SELECT raise(ABORT, 'full'); END`,
    );
    expect(() => index.build.step(10)).toThrow('full');
    expect(index.build.preparation()).toMatchObject({ done: 0 });
    board.store.db.exec('DROP TRIGGER full');
    buildAll();
    expect(find('pump').found.length).toBe(20);
  });

  it('that began in a commit which failed was never there', () => {
    buildAll();
    report('Fire');
    const before = statistics();
    expect(() =>
      board.store.receive((writer, changed) => {
        const {
          latitude: _,
          longitude: __,
          ...record
        } = must(board.store.record(site, AURORA.id), 'the site');
        changed(writer.write('settings', { ...record, timeZone: 'Europe/Athens' }, false));
        board.store.follow(() => {
          throw new Error('power cut');
        });
      }),
    ).toThrow('power cut');
    expect([builds.status(), statistics()]).toEqual([null, before]);
  });

  it('ends with exactly what the records say, whatever was written, moved, removed or ended while it went on', () => {
    const act = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({ act: fc.constant('step' as const), rows: fc.integer({ min: 1, max: 9 }) }),
      },
      {
        weight: 3,
        arbitrary: fc.record({
          act: fc.constantFrom('report', 'rename', 'acknowledge', 'remove'),
          pick: fc.nat(30),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({ act: fc.constantFrom('clock', 'end', 'outdate'), pick: fc.nat(30) }),
      },
    );
    let number = 0;
    const ids: string[] = [];
    const removed = new Set<string>();
    const doOne = (one: { act: string; rows?: number; pick?: number }) => {
      const id = ids[(one.pick ?? 0) % Math.max(1, ids.length)];
      if (one.act === 'step') for (const build of [...rollUps.builds, index.build]) build.step(one.rows ?? 1);
      if (one.act === 'report') ids.push(report(`Pump ${(number += 1)}`));
      if (one.act === 'clock')
        moveClockTo(['UTC', 'Asia/Tokyo', 'Europe/Athens'][(one.pick ?? 0) % 3] ?? 'UTC');
      if (one.act === 'end') reopen();
      if (one.act === 'outdate') outdate();
      if (id === undefined || removed.has(id)) return;
      if (one.act === 'rename') board.run(incidentCommands.amend, { id, title: `Valve ${(number += 1)}` });
      if (one.act === 'acknowledge') board.run(incidentCommands.acknowledge, { id });
      if (one.act === 'remove') {
        removed.add(id);
        board.store.receive((writer, changed) => {
          changed(writer.write('incidents', must(writer.read('incidents', id), 'the incident'), true));
        });
      }
    };
    const titles = (start: string) =>
      board.store.db
        .prepare(`SELECT title FROM incident WHERE title LIKE ? ORDER BY title`)
        .pluck()
        .all(`${start}%`);
    fc.assert(
      fc.property(fc.array(act, { minLength: 5, maxLength: 40 }), (acts) => {
        for (const one of acts) doOne(one);
        buildAll();
        expect(verifyRollUps(board.store.db).differences).toEqual([]);
        expect(rowsOfIndex()).toEqual(wordsOfRecords());
        if (titles('Pump').length <= 50) expect(incidentsFound('pump')).toEqual(titles('Pump'));
      }),
      { seed: 20260305, numRuns: 40 },
    );
  });
});

const incidentsFound = (text: string) =>
  find(text)
    .found.filter(({ kind }) => kind === 'incident')
    .map((one) => one.texts[1]?.text ?? '')
    .sort((one, other) => (one < other ? -1 : 1));

/** Which records the index has, each once, with as many rows of words as records. */
function rowsOfIndex() {
  const ids = board.store.db.prepare('SELECT id FROM search_record ORDER BY id').pluck().all();
  const rows = board.store.db.prepare('SELECT count(*) FROM search_text').pluck().get();
  return { ids, rows };
}

function wordsOfRecords() {
  const ids = board.store.db
    .prepare(
      `SELECT id FROM incident UNION ALL SELECT id FROM site
       UNION ALL SELECT id FROM incident_action
       UNION ALL SELECT id FROM incident_event WHERE text IS NOT NULL AND text <> '' ORDER BY 1`,
    )
    .pluck()
    .all();
  return { ids, rows: ids.length };
}
