import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { add } from '#shared/domains/people/commands.ts';
import { hashPassphrase } from '#host/session/passphrase.ts';
import { personActor, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { JobCancelled, stepsOf } from '../../workers/job.ts';
import { exportStore } from './export-store.ts';
import { exportTables } from './export-tables.ts';

const { report, acknowledge } = incidentCommands;
const NOW = Date.parse('2026-03-01T03:10:00.000Z');

let folder: string;
let file: string;
let board: TestConsole;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fairlead-export-'));
  file = path.join(folder, 'console.sqlite');
  board = testConsole({ file });
});
afterEach(() => {
  board.close();
  rmSync(folder, { recursive: true });
});

/** Progress at every step: the tests must see the first. */
const steps = (onProgress: () => void, isCancelled = () => false) => ({
  step() {
    if (isCancelled()) throw new JobCancelled();
    onProgress();
  },
});

function run(context = stepsOf({ isCancelled: () => false })) {
  return exportStore({ file, dataFolder: folder, startedAtMs: NOW }, {}, context);
}

it('has every row of every table, with its values and types, and is of one moment', async () => {
  const { id } = board.run<{ id: string }>(report, { title: '=cmd|calc', severity: 'high', place: 'Hold 3' });
  board.run(acknowledge, { id });
  for (let index = 0; index < 600; index += 1) board.run(report, { title: `No ${index}`, severity: 'low' });
  let isWrittenMeanwhile = false;
  const made = await run(
    steps(() => {
      if (!isWrittenMeanwhile) board.run(report, { title: 'Meanwhile', severity: 'low' });
      isWrittenMeanwhile = true;
    }),
  );
  const out = new Database(path.join(made.folder, 'fairlead.sqlite'), { readonly: true });
  for (const { name, select, columns } of exportTables()) {
    if (name === 'journal') continue;
    const source = board.store.db
      .prepare(select)
      .all()
      .filter((row) => !isOfMeanwhile(row));
    const names = columns.map((column) => `"${column.name}"`).join(', ');
    expect(out.prepare(`SELECT ${names} FROM "${name}" ORDER BY 1`).all()).toEqual(
      name === 'incident_event' ? source.slice(0, -1) : source,
    );
  }
  expect(isWrittenMeanwhile).toBe(true);
  expect(out.prepare('SELECT count(*) FROM journal').pluck().get()).toBe(602);
  expect(out.prepare('SELECT typeof(severityRank) || typeof(title) FROM incident').pluck().get()).toBe(
    'integertext',
  );
  out.close();
  const csv = readFileSync(path.join(made.folder, 'csv', 'incident.csv'), 'utf8');
  expect(csv.startsWith('\uFEFFid,kind,siteId,number,')).toBe(true);
  expect(csv).toContain(",'=cmd|calc,");
  expect(csv.trimEnd().split('\r\n')).toHaveLength(602);
});

/** Ids are in order of time, so the last event is that of the incident below. */
function isOfMeanwhile(row: unknown): boolean {
  return typeof row === 'object' && row !== null && 'title' in row && row.title === 'Meanwhile';
}

it('leaves out what is never shown, in tables and journal alike', async () => {
  const passphrase = await hashPassphrase('following seas');
  const administrator = personActor('AD', 'administrator');
  board.run(
    add,
    {
      name: 'Ines Duarte',
      signInName: 'i.duarte',
      role: 'IP',
      jobProfile: 'master',
      siteId: board.store.state.site?.id,
      passphrase,
    },
    administrator,
  );
  const { folder: made } = await run();
  const hash: unknown = board.store.db.prepare('SELECT hashHex FROM credential').pluck().get();
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  const csvFolder = path.join(made, 'csv');
  const files = [
    path.join(made, 'fairlead.sqlite'),
    ...readdirSync(csvFolder).map((name) => path.join(csvFolder, name)),
  ];
  for (const one of files) expect([one, readFileSync(one).includes(String(hash))]).toEqual([one, false]);
  expect(readFileSync(path.join(csvFolder, 'journal.csv'), 'utf8')).toContain('i.duarte');
});

it('that is cancelled leaves nothing behind', async () => {
  for (let index = 0; index < 600; index += 1) board.run(report, { title: `No ${index}`, severity: 'low' });
  let isUnwanted = false;
  const context = steps(
    () => {
      isUnwanted = true;
    },
    () => isUnwanted,
  );
  await expect(run(context)).rejects.toBeInstanceOf(JobCancelled);
  expect(readdirSync(path.join(folder, 'exports'))).toEqual([]);
  expect(existsSync(file)).toBe(true);
});
