import { existsSync, statSync } from 'node:fs';
import type { Logger } from 'pino';
import type { Clock } from '#shared/kernel/clock.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import type { StoreService } from '../../services.ts';
import { listBackups } from '../backup/backup-files.ts';
import { BackupSchedule } from '../backup/backup-schedule.ts';
import { restoreCommand } from '../backup/recovery-remedy.ts';
import { SlowQueries, watchStatements } from '../monitor/slow-queries.ts';
import type { Store } from '../store.ts';
import { TaskRunner } from './task-runner.ts';
import type { TaskRequest } from './task.ts';

/** What administrators see and do with the store: backups, checks, export, sizes, slow queries. */
export function createStoreService(parts: {
  store: Store;
  dataFolder: string;
  options: TaskRequest['options'];
  clock: Clock;
  log: Logger;
}): { service: StoreService; start(): void; close(): Promise<void> } {
  const { store, dataFolder, options, clock, log } = parts;
  const file = store.db.name;
  const slowQueries = new SlowQueries({ now: () => isoOf(clock.now()), log });
  watchStatements(store.db, slowQueries);
  const tasks = new TaskRunner({ store: { file, dataFolder, options }, clock, log });
  const schedule = new BackupSchedule({ dataFolder, tasks, clock, log });
  const inBackground = (work: Promise<unknown>) => {
    work.catch((error: unknown) => log.error({ err: error }, 'work on the store failed'));
  };
  return {
    service: {
      overview: () => ({
        sizeBytes: sizeOf(file) + sizeOf(`${file}-wal`),
        backups: listBackups(dataFolder).map(({ name, takenAt, sizeBytes }) => ({
          name,
          takenAt,
          sizeBytes,
        })),
        backupProblem: schedule.problem,
        restored: store.state.restored ?? null,
        slowQueries: slowQueries.list(),
        tasks: tasks.latest(),
        dataFolder,
        restoreCommand: restoreCommand(dataFolder),
      }),
      start(kind) {
        inBackground(kind === 'backup' ? schedule.backUpNow() : tasks.start(kind));
      },
      cancel: (kind) => tasks.cancel(kind),
    },
    start: () => schedule.start(),
    async close() {
      schedule.stop();
      await tasks.close();
    },
  };
}

/** A store in memory has no file. */
function sizeOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}
