import { execFile } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import { composeHost } from '#host/compose.ts';
import { type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { openFile } from '../connection.ts';
import { parseStoreKey } from '../encryption/store-key.ts';
import { lockFolder } from '../lock.ts';
import { openReader } from '../open-reader.ts';
import { TaskRunner } from '../tasks/task-runner.ts';
import { Workers } from '../../workers/workers.ts';
import { listBackups } from './backup-files.ts';
import { BackupSchedule } from './backup-schedule.ts';
import { inspectStore } from './inspect.ts';
import { makeBackup } from './make-backup.ts';
import { withRestoreRemedy } from './recovery-remedy.ts';
import { recoveryCopies } from './recovery-copies.ts';
import { finishRestore, restoreStore } from './restore.ts';

const { report, amend } = incidentCommands;
const NOW = Date.parse('2026-03-01T03:10:00.000Z');
const NOW_STAMP = '2026-03-01T03-10-00Z';
const SILENT = pino({ level: 'silent' });

let folder: string;
let file: string;
let board: TestConsole;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fairlead-backup-'));
  file = path.join(folder, 'console.sqlite');
  board = testConsole({ file });
});
afterEach(() => {
  board.close();
  rmSync(folder, { recursive: true });
});

function refusal(act: () => unknown): DomainError {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

function titles(of: string): unknown[] {
  const db = openReader(of, {});
  try {
    return db.prepare('SELECT title FROM incident ORDER BY number').pluck().all();
  } finally {
    db.close();
  }
}

function damage(): void {
  const bytes = readFileSync(file);
  bytes.fill(0xff, 4096, 4096 * 6);
  writeFileSync(file, bytes);
}

describe('a backup', () => {
  it('made in a worker while commands go on is whole, and ends with an entry of the journal', async () => {
    for (let index = 0; index < 50; index += 1)
      board.run(report, { title: `Before ${index}`, severity: 'low' });
    const workers = new Workers({ file });
    const tasks = new TaskRunner({ workers, dataFolder: folder, clock: board.clock, log: SILENT });
    let written = 0;
    let isRunning = true;
    const backup = tasks.start('backup').finally(() => {
      isRunning = false;
    });
    while (isRunning) {
      board.run(report, { title: `During ${written}`, severity: 'low' });
      written += 1;
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
    const { state, result } = await backup;
    await workers.close();
    expect(state).toBe('done');
    expect(written).toBeGreaterThan(0);
    const [copy] = listBackups(folder);
    const facts = inspectStore(copy?.file ?? '', {});
    expect(result?.journalSeq).toBe(facts.journalSeq);
    expect(facts.journalSeq).toBeGreaterThanOrEqual(50);
    // Each command wrote one incident and one entry: a torn copy would have more of one than of the other.
    expect(titles(copy?.file ?? '')).toHaveLength(facts.journalSeq);
    expect(board.store.journal.verify()).toEqual({ sound: true, entries: 50 + written });
  });

  it('keeps the row ids, on which the search index stands', () => {
    for (let index = 0; index < 30; index += 1) board.run(report, { title: `No ${index}`, severity: 'low' });
    board.store.db.exec(`DELETE FROM "incidents-0" WHERE rowid % 3 = 0`);
    const made = makeBackup({ file, dataFolder: folder, takenAtMs: NOW }, {});
    const rowIds = `SELECT rowid, id FROM "incidents-0" ORDER BY rowid`;
    const copy = openReader(made.file, {});
    expect(copy.prepare(rowIds).all()).toEqual(board.store.db.prepare(rowIds).all());
    copy.close();
  });

  it('of an encrypted store is encrypted with its key', () => {
    const storeKey = parseStoreKey('correct horse battery staple');
    const secret = mkdtempSync(path.join(folder, 'secret-'));
    const source = openFile(path.join(secret, 'console.sqlite'), { storeKey });
    source.exec(
      `PRAGMA user_version = 1; CREATE TABLE journal (seq INTEGER PRIMARY KEY, hash BLOB);
       CREATE TABLE console_state (key TEXT, value TEXT); INSERT INTO console_state VALUES ('note', 'do not read this')`,
    );
    source.close();
    const made = makeBackup(
      { file: path.join(secret, 'console.sqlite'), dataFolder: secret, takenAtMs: NOW },
      { storeKey },
    );
    expect(readFileSync(made.file).includes('do not read this')).toBe(false);
    expect(refusal(() => openFile(made.file, {})).code).toBe('store-key-missing');
  });

  it('that finds the disk full says so, leaves nothing half done, and older backups stay', async () => {
    board.run(report, { title: 'Large', severity: 'low', description: 'x'.repeat(20_000) });
    makeBackup({ file, dataFolder: folder, takenAtMs: NOW }, {});
    const script = path.join(import.meta.dirname, '../../../../scripts/store-command.ts');
    const command = `trap '' XFSZ; ulimit -f 100; exec "$0" "$1" backup --data "$2"`;
    const failed = await promisify(execFile)('sh', ['-c', command, process.execPath, script, folder]).catch(
      (error: unknown) => error,
    );
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining('too full for a backup') });
    expect(readdirSync(path.join(folder, 'backups'))).toEqual([`console-${NOW_STAMP}.sqlite`]);
  });
});

it('a backup into what is no folder says what to look at', () => {
  writeFileSync(path.join(folder, 'backups'), 'not a folder');
  const refused = refusal(() => makeBackup({ file, dataFolder: folder, takenAtMs: NOW }, {}));
  expect(refused.details).toMatchObject({
    message: expect.stringContaining('could not be written'),
    remedy: expect.stringContaining(path.join(folder, 'backups')),
  });
  expect(listBackups(folder)).toEqual([]);
});

describe('the schedule', () => {
  function schedule(end: () => Promise<unknown>) {
    const parts = { clock: board.clock, log: SILENT };
    // What a backup gives is looked at by nobody here.
    const workers = { run: () => end() as Promise<never> };
    const tasks = new TaskRunner({ ...parts, dataFolder: folder, workers });
    return new BackupSchedule({ ...parts, dataFolder: folder, tasks });
  }

  it('is without a backup when there is none, and when the newest is of the future', () => {
    const one = schedule(() => Promise.resolve());
    expect(one.isWithout()).toBe(true);
    makeBackup({ file, dataFolder: folder, takenAtMs: board.clock.now() }, {});
    expect(one.isWithout()).toBe(false);
    board.clock.advanceMinutes(-60);
    expect(one.isWithout()).toBe(true);
  });

  it('shows why the last one failed until one goes well, and goes on', async () => {
    const details = { code: 'disk-full', message: 'The disk is too full for a backup.' } as const;
    const outcomes: (() => Promise<unknown>)[] = [
      () => Promise.reject(new DomainError(details)),
      () => Promise.resolve({}),
    ];
    const one = schedule(() => outcomes.shift()?.() ?? Promise.resolve());
    await one.backUpNow();
    expect(one.problem).toEqual(details);
    await one.backUpNow();
    expect(one.problem).toBeNull();
  });

  it('drops what is too old after a backup went well', async () => {
    for (const days of [0, 40, 39]) {
      makeBackup({ file, dataFolder: folder, takenAtMs: board.clock.now() - days * 24 * 60 * 60_000 }, {});
    }
    await schedule(() => Promise.resolve({})).backUpNow();
    expect(listBackups(folder).map(({ takenAt }) => takenAt.slice(0, 10))).toEqual([
      '2026-03-01',
      '2026-01-21',
    ]);
  });
});

describe('a restore', () => {
  beforeEach(() => {
    board.run(report, { title: 'Saved', severity: 'low' });
    makeBackup({ file, dataFolder: folder, takenAtMs: NOW }, {});
    board.run(report, { title: 'Later', severity: 'low' });
  });
  const restore = (backup = 'latest') =>
    restoreStore({ dataFolder: folder, storeFile: file, backup, nowMs: NOW }, {});

  it('is refused while a console runs on the folder', () => {
    const lock = lockFolder(folder, {});
    expect(refusal(restore).code).toBe('store-locked');
    lock.release();
    expect(titles(file)).toEqual(['Saved', 'Later']);
  }, 10_000);

  it('keeps the damaged file, and notes in the store that its journal may be behind', () => {
    board.close();
    damage();
    const damaged = readFileSync(file);
    expect(restore()).toEqual({
      from: path.join(folder, 'backups', `console-${NOW_STAMP}.sqlite`),
      journalSeq: 1,
      keptAside: `${file}.damaged-${NOW_STAMP}`,
    });
    expect(readFileSync(`${file}.damaged-${NOW_STAMP}`).equals(damaged)).toBe(true);
    board = testConsole({ file });
    expect(board.store.state.restored).toEqual({ at: '2026-03-01T03:10:00.000Z', journalSeq: 1 });
    expect(titles(file)).toEqual(['Saved']);
    board.run(report, { title: 'Goes on', severity: 'low' });
    expect(board.store.journal.verify()).toEqual({ sound: true, entries: 2 });
  });

  it('takes the WAL away with the file it belongs to', () => {
    // Still open: what came after the backup is in the WAL only, as after a power cut.
    restore();
    expect(readdirSync(folder).filter((name) => name.endsWith('-wal'))).toEqual([
      `console.sqlite.damaged-${NOW_STAMP}-wal`,
    ]);
    expect(titles(file)).toEqual(['Saved']);
    expect(titles(`${file}.damaged-${NOW_STAMP}`)).toEqual(['Saved', 'Later']);
  });

  it('cut off when the old file was already away is finished at the next start', () => {
    board.close();
    renameSync(file, `${file}.damaged-${NOW_STAMP}`);
    writeFileSync(`${file}.restoring-${NOW_STAMP}`, readFileSync(listBackups(folder)[0]?.file ?? ''));
    writeFileSync(`${file}.restoring-2026-03-02T00-00-00Z.draft`, 'the copy of another try, cut off');
    expect(finishRestore(file)).toBe(`${file}.damaged-${NOW_STAMP}`);
    expect(titles(file)).toEqual(['Saved']);
    expect(finishRestore(file)).toBeNull();
  });

  it('passes over a backup that can’t be read, and refuses one that is named', () => {
    board.close();
    const bad = path.join(folder, 'backups', 'console-2026-03-01T09-00-00Z.sqlite');
    writeFileSync(bad, 'scratched');
    expect(refusal(() => restore(bad)).code).toBe('store-corrupt');
    expect(titles(file)).toEqual(['Saved', 'Later']);
    expect(path.basename(restore().from)).toBe(`console-${NOW_STAMP}.sqlite`);
  });

  it('is what the message about a damaged store names, with the newest good backup', () => {
    const corrupt = new DomainError({ code: 'store-corrupt', message: 'Damaged.', remedy: 'Restore.' });
    const explained = withRestoreRemedy(corrupt, folder, {});
    expect(explained).toMatchObject({
      details: {
        message: 'Damaged.',
        remedy: expect.stringMatching(/2026-03-01T03:10:00\.000Z.*npm run store -- restore --data/),
      },
    });
    rmSync(path.join(folder, 'backups'), { recursive: true });
    expect(withRestoreRemedy(corrupt, folder, {})).toMatchObject({
      details: { remedy: expect.stringContaining('There is no backup of this console') },
    });
    const other = new Error('another');
    expect(withRestoreRemedy(other, folder, {})).toBe(other);
  });

  it('is named by a console that finds its file damaged at the start', async () => {
    board.close();
    damage();
    const start = composeHost({ dataFolder: folder, version: 'test', clock: board.clock, log: SILENT });
    await expect(start).rejects.toMatchObject({
      code: 'store-corrupt',
      details: { remedy: expect.stringContaining(`restore --data "${folder}" --backup latest`) },
    });
    restore();
    const host = await composeHost({ dataFolder: folder, version: 'test', clock: board.clock, log: SILENT });
    expect(host.services.store.overview()).toMatchObject({ restored: { journalSeq: 1 } });
    await host.close();
  });

  it('is offered from copies made before an upgrade, too', async () => {
    const before = `${file}.before-2`;
    board.store.db.prepare('VACUUM INTO ?').run(before);
    utimesSync(before, new Date(NOW + 60_000), new Date(NOW + 60_000));
    writeFileSync(path.join(folder, 'backups', 'console-2026-03-01T09-00-00Z.sqlite'), 'scratched');
    expect(recoveryCopies(folder, {}).map(({ name, kind, state }) => [name, kind, state])).toEqual([
      ['console-2026-03-01T09-00-00Z.sqlite', 'backup', 'unreadable'],
      ['console.sqlite.before-2', 'before-upgrade', 'good'],
      [`console-${NOW_STAMP}.sqlite`, 'backup', 'good'],
    ]);
    board.close();
    expect(path.basename(restore().from)).toBe('console.sqlite.before-2');
    expect(titles(file)).toEqual(['Saved', 'Later']);
    restore(`console-${NOW_STAMP}.sqlite`);
    expect(titles(file)).toEqual(['Saved']);
    let nowMs = 0;
    const slow = recoveryCopies(folder, {}, () => (nowMs += 15_000));
    expect(slow.map(({ state }) => state)).toEqual(['unreadable', 'unchecked', 'unchecked']);
  });

  it('takes the key of the attachments along from the store it replaces', () => {
    board.store.state.blobKeyHex = 'ab'.repeat(32);
    board.close();
    restore();
    board = testConsole({ file });
    expect(board.store.state.blobKeyHex).toBe('ab'.repeat(32));
  });

  it('is asked for when the data file is gone, instead of beginning with an empty one', async () => {
    board.close();
    rmSync(file);
    const start = composeHost({ dataFolder: folder, version: 'test', clock: board.clock, log: SILENT });
    await expect(start).rejects.toMatchObject({
      code: 'store-corrupt',
      message: expect.stringContaining('is gone'),
    });
    restore();
    expect(titles(file)).toEqual(['Saved']);
  });

  it('brings back what a record was', () => {
    const { id } = board.run<{ id: string }>(report, { title: 'Old words', severity: 'low' });
    const { file: backup } = makeBackup({ file, dataFolder: folder, takenAtMs: NOW + 1_000 }, {});
    board.run(amend, { id, title: 'New words' });
    board.close();
    restore(backup);
    expect(titles(file)).toContain('Old words');
  });
});
