import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incidentQueries } from '#shared/domains/incidents/queries.ts';
import { MASTER } from '#tests/support/test-console.ts';
import { verifyRollUps } from '../roll-ups/verify.ts';
import { archiveProblems } from './month-copies.ts';
import type { ArchivePoint } from './archive-run.ts';
import { ArchiveBoard } from '#tests/support/archive-board.ts';

let archive: ArchiveBoard;
beforeEach(() => {
  archive = new ArchiveBoard();
});
afterEach(() => archive.remove());

const TITLES = ['Fire in the galley', 'Oil on deck', 'Man overboard'];
const POINTS: readonly ArchivePoint[] = ['chosen', 'copied', 'removed', 'moved'];

/** What anybody can ask of a console, whether its records are archived or not. */
function everything(of: ArchiveBoard, ids: readonly string[]) {
  const row = z.record(z.string(), z.unknown());
  return {
    details: ids.map((id) => {
      const { archivedIn, ...detail } = of.board.queries.run<object & { archivedIn: string | null }>(
        incidentQueries.detail,
        { id },
        MASTER,
      );
      return detail;
    }),
    statistics: of.store.all(row, 'SELECT * FROM incident_statistics'),
    found: TITLES.map((text) => of.readModels.search.find(MASTER, { text })),
    journal: of.store.journal.verify(),
    sync: of.store.all(row, 'SELECT * FROM record_sync'),
  };
}

/** The folder as a power cut at this moment leaves it, on a disk that keeps what it was told to keep. */
function afterPowerCut(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'fairlead-cut-'));
  cpSync(archive.folder, folder, { recursive: true });
  return folder;
}

describe('a power cut while records are moved', () => {
  it.each(POINTS)(
    'at the point "%s" loses nothing and doubles nothing, and the next run does the rest',
    (point) => {
      const ids = TITLES.map((title) => archive.closed(title, [`About ${title}`]));
      archive.days(91);
      const before = everything(archive, ids);
      const records = Number(archive.store.db.prepare('SELECT count(*) FROM "incidents-0"').pluck().get());

      const cut: string[] = [];
      const recordsMax = 1;
      archive.archive({ recordsMax, pass: (at) => (at === point ? cut.push(afterPowerCut()) : undefined) });
      expect(cut).toHaveLength(TITLES.length);

      for (const folder of cut) {
        const after = new ArchiveBoard({ folder, clock: archive.board.clock });
        const count = (sql: string) => Number(after.store.db.prepare(sql).pluck().get());
        const inStore = () => count('SELECT count(*) FROM "incidents-0"');
        const inArchive = () => count('SELECT count(*) FROM archived_record');
        expect(inStore() + inArchive()).toBe(records);
        expect(everything(after, ids)).toEqual(before);
        after.archive();
        expect([inStore(), inArchive()]).toEqual([0, records]);
        expect(everything(after, ids)).toEqual(before);
        expect(verifyRollUps(after.store.db)).toMatchObject({ sound: true, differences: [] });
        expect(archiveProblems(after.file, {})).toEqual([]);
        after.remove();
      }
    },
  );

  it('leaves everything in its place when writing the monthly file or the store fails', () => {
    const id = archive.closed('Fire in the galley');
    archive.days(91);
    const before = everything(archive, [id]);
    for (const point of ['chosen', 'copied', 'removed'] as const) {
      const fail = (at: ArchivePoint) => {
        if (at === point) throw new Error('the disk is full');
      };
      expect(() => archive.archive({ pass: fail })).toThrow('the disk is full');
      expect(everything(archive, [id])).toEqual(before);
      expect(archive.store.archived.ofRoot(id)).toEqual([]);
    }
    expect(archive.archive()).toHaveLength(1);
    expect(everything(archive, [id])).toEqual(before);
  });
});

describe('a power cut after a record came back', () => {
  it('finds it in the store, and the copy in the monthly file counts for nothing', () => {
    const id = archive.closed('Fire in the galley');
    archive.days(91);
    archive.archive();
    archive.board.run(incidentCommands.comment, { id, text: 'A word after all' });
    const after = new ArchiveBoard({ folder: afterPowerCut(), clock: archive.board.clock });
    expect(everything(after, [id])).toEqual(everything(archive, [id]));
    expect(after.store.archived.ofRoot(id)).toEqual([]);
    after.remove();
  });
});
