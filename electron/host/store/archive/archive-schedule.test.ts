import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ArchiveRun } from './archive-run.ts';
import { ArchiveSchedule } from './archive-schedule.ts';
import { openMonthForReading } from './month-file.ts';
import { AFTER_DAYS, ArchiveBoard } from '#tests/support/archive-board.ts';

const SILENT = pino({ level: 'silent' });

let archive: ArchiveBoard;
let schedule: ArchiveSchedule;
beforeEach(() => {
  archive = new ArchiveBoard();
  schedule = new ArchiveSchedule({ store: archive.store, clock: archive.board.clock, log: SILENT });
});
afterEach(() => {
  schedule.close();
  archive.remove();
});

const ended = () => expect.poll(() => schedule.overview().work?.state);

describe('the archive of a console', () => {
  it('moves what is due while the host goes on, and says what it came to', async () => {
    for (const title of ['Fire', 'Oil', 'Smoke']) archive.closed(title);
    archive.days(91);
    archive.closed('Too young');
    schedule.start();
    schedule.start();
    expect(schedule.overview().work).toMatchObject({ state: 'running', total: 3, moved: 0 });
    await ended().toBe('done');
    const { work, months, afterDays } = schedule.overview();
    expect(work).toMatchObject({ total: 3, moved: 3, problem: null });
    expect(afterDays).toBe(90);
    expect(months).toEqual([{ month: '2026-03', records: work?.records, sizeBytes: expect.any(Number) }]);
  });

  it('says how many stay because something about them still waits', async () => {
    archive.closed('Fire');
    archive.closed('Oil');
    archive.store.db.exec(`UPDATE journal SET state = 'pending' WHERE seq = 1`);
    archive.days(91);
    schedule.start();
    await ended().toBe('done');
    expect(schedule.overview().work).toMatchObject({ total: 2, moved: 1 });
  });

  it('leaves everything where it is while search and statistics are built from it', async () => {
    archive.closed('Fire');
    archive.days(91);
    archive.store.db.exec(`INSERT INTO read_model_build VALUES ('search', 'x', 0, 0, 0, '', 0, 0)`);
    expect(archive.archive()).toEqual([]);
    archive.store.db.exec('DELETE FROM read_model_build');
    expect(archive.archive()).toHaveLength(1);
  });

  it('fails with the name of the file that it can not write, loses nothing, and goes on when it can', async () => {
    const id = archive.closed('Fire');
    archive.days(91);
    archive.archive();
    archive.restart();
    schedule = new ArchiveSchedule({ store: archive.store, clock: archive.board.clock, log: SILENT });
    const file = path.join(archive.folder, 'archive', '2026-05.sqlite');
    archive.closed('Oil');
    writeFileSync(file, 'this is no archive');
    archive.days(91);
    schedule.start();
    await ended().toBe('failed');
    expect(schedule.overview().work?.problem).toMatchObject({
      code: 'archive-unreadable',
      message: expect.stringContaining('archive/2026-05.sqlite'),
    });
    writeFileSync(file, '');
    schedule.start();
    await ended().toBe('done');
    expect(schedule.overview().months.map(({ month }) => month)).toEqual(['2026-05', '2026-03']);
    expect(archive.store.archived.ofRoot(id)).not.toEqual([]);
  });

  it('waits while somebody reads the month that it adds to, and moves everything then', async () => {
    archive.closed('Oil');
    archive.closed('Smoke');
    archive.days(91);
    new ArchiveRun(archive.store, { nowMs: archive.board.clock.now(), afterDays: AFTER_DAYS }).moveBatch(1);
    const reader = openMonthForReading(path.join(archive.folder, 'archive', '2026-03.sqlite'), {});
    reader.exec('BEGIN; SELECT count(*) FROM record');
    const append = vi.spyOn(archive.store.archived.months, 'append');
    schedule.start();
    await expect.poll(() => append.mock.results.map(({ type }) => type)).toContain('throw');
    expect(schedule.overview().work).toMatchObject({ state: 'running', moved: 0 });
    reader.close();
    await ended().toBe('done');
    expect(schedule.overview().work).toMatchObject({ total: 1, moved: 1, problem: null });
  });

  it('stops when it is told to, and keeps what has moved', async () => {
    for (let index = 0; index < 5; index += 1) archive.closed(`Fire ${index}`);
    archive.days(91);
    schedule.start();
    await expect.poll(() => schedule.overview().work?.moved).toBeGreaterThan(0);
    schedule.cancel();
    const { work, months } = schedule.overview();
    expect(work).toMatchObject({ state: 'cancelled', problem: null });
    expect(months[0]?.records).toBe(work?.records);
  });
});
