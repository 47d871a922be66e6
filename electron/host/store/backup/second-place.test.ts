import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { USUAL_RETENTION } from '#shared/domains/settings/retention.ts';
import { VirtualClock } from '#tests/support/virtual-clock.ts';
import { backupName } from './backup-files.ts';
import { BackupSchedule } from './backup-schedule.ts';
import { DAY_MS } from '#shared/kernel/durations.ts';

let dataFolder: string;
let elsewhere: string;
let clock: VirtualClock;
beforeEach(() => {
  dataFolder = mkdtempSync(path.join(tmpdir(), 'backups-'));
  elsewhere = mkdtempSync(path.join(tmpdir(), 'stick-'));
  mkdirSync(path.join(dataFolder, 'backups', 'archive'), { recursive: true });
  clock = new VirtualClock();
});
afterEach(() => {
  for (const folder of [dataFolder, elsewhere]) rmSync(folder, { recursive: true, force: true });
});

function schedule() {
  const copied: string[] = [];
  const backups = new BackupSchedule({
    dataFolder,
    clock,
    tasks: {
      start: async () => {
        const name = backupName(clock.now());
        writeFileSync(path.join(dataFolder, 'backups', name), `store at ${clock.now()}`);
        // What a task of the store's own runner says when it is done; nothing else of it is read here.
        return { state: 'done', problem: null } as never;
      },
    },
    wishes: {
      kept: () => ({ ...USUAL_RETENTION, backupAllHours: 6, backupDailyDays: 3, backupWeeklyWeeks: 1 }),
      secondPlace: () => ({ folder: elsewhere, consoleName: 'AUR-1' }),
      copied: ({ name }) => copied.push(name),
    },
  });
  return { backups, copied };
}

it('copies each backup and its archive to the other disk, and takes away there what goes here', async () => {
  const { backups, copied } = schedule();
  mkdirSync(path.join(elsewhere, 'AUR-1'));
  writeFileSync(path.join(elsewhere, 'AUR-1', 'console-cut-off.sqlite.partial'), 'half');
  writeFileSync(path.join(dataFolder, 'backups', 'archive', '2026-01.sqlite'), 'january');
  await Promise.all([backups.backUpNow(), backups.backUpNow()]);
  const first = backupName(clock.now());
  clock.advanceMs(20 * DAY_MS);
  await backups.backUpNow();
  const second = backupName(clock.now());
  expect({
    problem: backups.problem,
    copied,
    there: readdirSync(path.join(elsewhere, 'AUR-1')).toSorted(),
    archive: readFileSync(path.join(elsewhere, 'AUR-1', 'archive', '2026-01.sqlite'), 'utf8'),
    bytes: readFileSync(path.join(elsewhere, 'AUR-1', second), 'utf8'),
  }).toEqual({
    problem: null,
    copied: [first, second],
    there: ['archive', second],
    archive: 'january',
    bytes: `store at ${clock.now()}`,
  });
});

it('says that the other disk is not there, keeps the backup, and makes no folder in its place', async () => {
  const { backups, copied } = schedule();
  rmSync(elsewhere, { recursive: true });
  await backups.backUpNow();
  expect(backups.problem).toMatchObject({ code: 'rule-broken', message: expect.stringContaining(elsewhere) });
  expect([existsSync(elsewhere), copied, backups.isWithout()]).toEqual([false, [], false]);
  mkdirSync(elsewhere);
  await backups.backUpNow();
  expect(backups.problem).toBeNull();
});
