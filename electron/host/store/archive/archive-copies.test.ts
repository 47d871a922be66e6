import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incident } from '#shared/domains/incidents/schema.ts';
import { makeBackup } from '../backup/make-backup.ts';
import { restoreStore } from '../backup/restore.ts';
import { changeStoreKey } from '../encryption/change-key.ts';
import { parseStoreKey, type StoreKey } from '../encryption/store-key.ts';
import { exportStore } from '../export/export-store.ts';
import { verifyRollUps } from '../roll-ups/verify.ts';
import { archiveProblems } from './month-copies.ts';
import { ArchiveBoard } from '#tests/support/archive-board.ts';

const STEPS = { step: () => undefined };
const KEY = parseStoreKey('a key of many words');
const OTHER_KEY = parseStoreKey('another key of many words');

let archive: ArchiveBoard;
beforeEach(() => {
  archive = new ArchiveBoard();
});
afterEach(() => archive.remove());

const inArchive = (of: ArchiveBoard, month: string) => path.join(of.folder, 'archive', `${month}.sqlite`);
const titleOf = (of: ArchiveBoard, id: string) => of.store.record(incident, id)?.title;

function backUp(of: ArchiveBoard, options: { storeKey?: StoreKey } = {}): string {
  return makeBackup({ file: of.file, dataFolder: of.folder, takenAtMs: of.board.clock.now() }, options).file;
}

/** Closes the console, does something to its folder, and starts it again. */
function whileClosed(of: ArchiveBoard, work: () => void): void {
  of.board.close();
  work();
  of.restart();
}

function restore(of: ArchiveBoard, backup: string): void {
  restoreStore({ dataFolder: of.folder, storeFile: of.file, backup, nowMs: of.board.clock.now() }, {});
}

describe('a backup', () => {
  it('brings the monthly files back that it names, also after all were lost', () => {
    const id = archive.closed('Fire in the galley');
    archive.days(91);
    archive.archive();
    const backup = backUp(archive);
    whileClosed(archive, () => {
      rmSync(path.join(archive.folder, 'archive'), { recursive: true });
      restore(archive, backup);
    });
    expect(archiveProblems(archive.file, {})).toEqual([]);
    expect(titleOf(archive, id)).toBe('Fire in the galley');
  });

  it('finds each record as it was then, whatever became of it in the archive since', () => {
    const id = archive.closed('Fire in the galley');
    archive.days(91);
    archive.archive();
    const backup = backUp(archive);
    archive.board.run(incidentCommands.amend, { id, title: 'Fire in the pantry' });
    archive.answered();
    archive.archive();
    expect(titleOf(archive, id)).toBe('Fire in the pantry');
    whileClosed(archive, () => restore(archive, backup));
    expect(titleOf(archive, id)).toBe('Fire in the galley');
    expect(verifyRollUps(archive.store.db)).toMatchObject({ sound: true, differences: [] });
    archive.board.run(incidentCommands.comment, { id, text: 'From the backup' });
    archive.answered();
    expect(archive.archive()).toHaveLength(1);
    expect(titleOf(archive, id)).toBe('Fire in the galley');
  });

  it('repairs a damaged monthly file at a restore, and keeps the damaged one', () => {
    const id = archive.closed('Fire in the galley');
    archive.days(91);
    archive.archive();
    const backup = backUp(archive);
    const file = inArchive(archive, '2026-03');
    whileClosed(archive, () => {
      writeFileSync(file, readFileSync(file).fill(0xff, 4096));
      restore(archive, backup);
    });
    expect(titleOf(archive, id)).toBe('Fire in the galley');
    expect(readFileSync(`${file}.damaged`).length).toBeGreaterThan(4096);
  });

  it('serves what the monthly file itself has lost', () => {
    const id = archive.closed('Fire in the galley');
    archive.days(91);
    archive.archive();
    backUp(archive);
    whileClosed(archive, () => rmSync(inArchive(archive, '2026-03')));
    expect(titleOf(archive, id)).toBe('Fire in the galley');
    const later = archive.closed('Oil on deck');
    archive.days(91);
    archive.archive();
    backUp(archive);
    expect([titleOf(archive, id), titleOf(archive, later)]).toEqual(['Fire in the galley', 'Oil on deck']);
  });

  it('taken elsewhere with its archive is enough', () => {
    const id = archive.closed('Fire in the galley');
    archive.days(91);
    archive.archive();
    const backup = backUp(archive);
    const elsewhere = path.join(archive.folder, 'stick');
    cpSync(path.dirname(backup), elsewhere, { recursive: true });
    whileClosed(archive, () => {
      rmSync(path.join(archive.folder, 'archive'), { recursive: true });
      rmSync(path.join(archive.folder, 'backups'), { recursive: true });
      restore(archive, path.join(elsewhere, path.basename(backup)));
    });
    expect(titleOf(archive, id)).toBe('Fire in the galley');
  });
});

describe('the integrity check', () => {
  it('names a monthly file that is missing, damaged, or lacks records', () => {
    archive.closed('Fire in the galley');
    archive.days(91);
    archive.archive();
    const file = inArchive(archive, '2026-03');
    expect(archiveProblems(archive.file, {})).toEqual([]);
    archive.store.archived.months.close();
    const month = new Database(file);
    const { changes } = month.prepare('DELETE FROM record WHERE rowid > 1').run();
    month.close();
    expect(archiveProblems(archive.file, {})).toEqual([
      `archive/2026-03.sqlite: ${changes} records are missing in it`,
    ]);
    renameSync(file, `${file}.away`);
    expect(archiveProblems(archive.file, {})).toEqual([
      "The archive file archive/2026-03.sqlite can't be read: it is missing.",
    ]);
  });
});

describe('an export', () => {
  const exported = async (of: ArchiveBoard) => {
    const startedAtMs = of.board.clock.now();
    const { folder } = await exportStore({ file: of.file, dataFolder: of.folder, startedAtMs }, {}, STEPS);
    const db = new Database(path.join(folder, 'fairlead.sqlite'), { readonly: true });
    const rows = ['incident', 'incident_event', 'attachment'].map((table) =>
      db.prepare(`SELECT * FROM ${table} ORDER BY id`).all(),
    );
    db.close();
    const csv = readFileSync(path.join(folder, 'csv', 'incident_event.csv'), 'utf8')
      .split('\r\n')
      .toSorted();
    return { rows, csv, folder };
  };

  it('has the archived records in the form of the others', async () => {
    archive.closed('Fire in the galley', ['Hose burst']);
    const { rows, csv } = await exported(archive);
    archive.days(91);
    archive.archive();
    archive.closed('Oil on deck');
    const after = await exported(archive);
    for (const [index, table] of rows.entries())
      expect(after.rows[index]).toEqual(expect.arrayContaining(table));
    expect(after.csv).toEqual(expect.arrayContaining(csv));
  });

  it('is made without a month that can not be read, and says so', async () => {
    archive.closed('Fire in the galley');
    archive.days(91);
    archive.archive();
    rmSync(inArchive(archive, '2026-03'));
    const { folder } = await exported(archive);
    expect(readFileSync(path.join(folder, 'MISSING.txt'), 'utf8')).toBe(
      "The archive file archive/2026-03.sqlite can't be read: it is missing.\n",
    );
  });
});

describe('a change of key', () => {
  it('reaches the monthly files and their copies', () => {
    const before = new ArchiveBoard({ storeKey: KEY });
    const id = before.closed('Fire in the galley');
    before.days(91);
    before.archive();
    backUp(before, { storeKey: KEY });
    before.board.close();
    const { leftAlone } = changeStoreKey(before.file, { from: KEY, to: OTHER_KEY }, {}, STEPS);
    expect(leftAlone).toEqual([]);
    const after = new ArchiveBoard({
      folder: before.folder,
      clock: before.board.clock,
      storeKey: OTHER_KEY,
    });
    expect(titleOf(after, id)).toBe('Fire in the galley');
    rmSync(inArchive(after, '2026-03'));
    after.restart();
    expect(titleOf(after, id)).toBe('Fire in the galley');
    after.remove();
  });
});
