import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { testConsole } from '#tests/support/test-console.ts';
import { SlowQueries, watchStatements } from './slow-queries.ts';
import { measureStore } from './store-sizes.ts';
import { verifyChain } from './verify-chain.ts';

function watched() {
  const logged: unknown[][] = [];
  const log = {
    warn: (...line: unknown[]) => logged.push(['warn', ...line]),
    error: (...line: unknown[]) => logged.push(['error', ...line]),
  };
  // Of pino's many overloads the class calls the one with an object and a text.
  const slow = new SlowQueries({ now: () => '2026-03-01T03:10:00.000Z', log: log as never });
  return { slow, logged };
}

it('notes a query over half a second, with an alarm over five, and never what was asked for', () => {
  const { slow, logged } = watched();
  const db = new Database(':memory:');
  let now = 0;
  const steps = [0, 500, 0, 501, 0, 5_001];
  watchStatements(db, slow, () => {
    now += steps.shift() ?? 0;
    return now;
  });
  const statement = db.prepare('SELECT\n  ? AS found');
  expect(statement.pluck().get('the name of a person')).toBe('the name of a person');
  expect(statement.all('the name of a person')).toEqual(['the name of a person']);
  statement.get('the name of a person');
  const at = '2026-03-01T03:10:00.000Z';
  const sql = 'SELECT ? AS found';
  expect(slow.list()).toEqual([
    { at, sql, durationMs: 5_001, level: 'alarm' },
    { at, sql, durationMs: 501, level: 'warning' },
  ]);
  expect(logged).toEqual([
    ['warn', { sql, durationMs: 501 }, 'slow query'],
    ['error', { sql, durationMs: 5_001 }, 'very slow query'],
  ]);
});

it('notes a query that failed after a long time, and keeps the last hundred', () => {
  const { slow } = watched();
  for (let index = 0; index < 150; index += 1) slow.note(`SELECT ${index}`, 600);
  expect(slow.list()).toHaveLength(100);
  expect(slow.list()[0]?.sql).toBe('SELECT 149');
  const db = new Database(':memory:');
  let now = 0;
  watchStatements(db, slow, () => (now += 600));
  expect(() => db.prepare('INSERT INTO sqlite_schema VALUES (1,1,1,1,1)').run()).toThrow();
  expect(() => db.prepare(`SELECT json('{')`).get()).toThrow();
  expect(slow.list()[0]?.sql).toBe(`SELECT json('{')`);
});

it('adds up the steps of a statement that is stepped through, and leaves out what is done between them', () => {
  const { slow } = watched();
  const db = new Database(':memory:');
  let now = 0;
  // Each reading of the clock is 200 ms after the last: a step takes 200.
  watchStatements(db, slow, () => (now += 200));
  const three = db.prepare('SELECT value FROM json_each(?)').pluck();
  const values: unknown[] = [];
  for (const value of three.iterate('[1,2,3]')) {
    values.push(value);
    now += 10_000;
  }
  expect(values).toEqual([1, 2, 3]);
  for (const _ of three.iterate('[1,2,3]')) break;
  const broken = db.prepare(`SELECT json(value) FROM json_each('["1", "2", "3", "{"]')`);
  expect(() => [...broken.iterate()]).toThrow('malformed JSON');
  expect(slow.list().map(({ sql, durationMs }) => [sql.slice(0, 12), durationMs])).toEqual([
    ['SELECT json(', 800],
    ['SELECT value', 800],
  ]);
});

it('says how large each collection is, and the first entry of a journal that was tampered with', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'fairlead-monitor-'));
  const file = path.join(folder, 'console.sqlite');
  const board = testConsole({ file });
  for (const title of ['One', 'Two', 'Three']) board.run(incidentCommands.report, { title, severity: 'low' });
  const sizes = measureStore(file, {});
  const incidents = sizes.collections.find(({ collection }) => collection === 'incidents');
  expect(incidents).toMatchObject({
    rows: 6,
    deletedRows: 0,
    kinds: expect.arrayContaining([
      { kind: 'incident', rows: 3 },
      { kind: 'incident-event', rows: 3 },
      { kind: 'incident-action', rows: 0 },
    ]),
  });
  expect(incidents?.tableBytes).toBeGreaterThan(0);
  expect(sizes.journalRows).toBe(3);
  expect(sizes.indexes.map(({ name }) => name)).toContain('record:incident:number');
  expect(verifyChain(file, {})).toEqual({ sound: true, entries: 3 });
  board.store.db.exec(`UPDATE journal SET entry = replace(entry, 'Two', 'Owt') WHERE seq = 2`);
  expect(verifyChain(file, {})).toEqual({ sound: false, badSeq: 2 });
  board.close();
  rmSync(folder, { recursive: true });
});
