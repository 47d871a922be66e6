import { isoOf } from '#shared/kernel/clock.ts';
import { type ErrorDetails, isDomainError } from '#shared/kernel/errors.ts';
import type { HostOptions } from '../../compose.ts';
import type { ConsoleStatus, StoreEncryption, StoreService } from '../../services.ts';
import { JobCancelled } from '../../workers/job.ts';
import type { Workers } from '../../workers/workers.ts';
import { listCopies } from '../backup/backup-files.ts';
import { BackupSchedule, type BackupWishes } from '../backup/backup-schedule.ts';
import { restoreCommand } from '../backup/recovery-remedy.ts';
import { CIPHER_NAME } from '../encryption/store-key.ts';
import { SlowQueries, watchStatements } from '../monitor/slow-queries.ts';
import { storeFileBytes } from '../monitor/store-file-bytes.ts';
import { isInDoubt } from '../soundness.ts';
import type { Store } from '../store.ts';
import { taskError } from './errors.ts';
import { TaskRunner } from './task-runner.ts';

/** Reading ten million records on a slow disk takes its time. */
const READ_THROUGH_MS_MAX = 60 * 60_000;

export type StoreServiceParts = {
  readonly store: Store;
  readonly workers: Workers;
  readonly encryption: ConsoleStatus['storeEncryption'];
  readonly host: Pick<HostOptions, 'dataFolder' | 'clock' | 'log' | 'keyFrom' | 'keyChange' | 'changeKey'>;
  /** `problem` may be another one. */
  onProblem(): void;
  readonly wishes?: BackupWishes;
};

/** What administrators see and do with the store: backups, checks, export, key, sizes, slow queries. */
export function createStoreService(parts: StoreServiceParts) {
  const { store, workers, host, onProblem } = parts;
  const { dataFolder, clock, log } = host;
  const file = store.db.name;
  const slowQueries = new SlowQueries({ now: () => isoOf(clock.now()), log });
  watchStatements(store.db, slowQueries);
  const tasks = new TaskRunner({ workers, dataFolder, clock, log });
  const schedule = new BackupSchedule({ dataFolder, tasks, clock, onProblem, wishes: parts.wishes });
  const inBackground = (work: Promise<unknown>) => {
    work.catch((error: unknown) => log.error({ err: error }, 'work on the store failed'));
  };
  let keyChange = host.keyChange ?? null;
  let damage: ErrorDetails | null = null;
  const service: StoreService = {
    overview: () => ({
      sizeBytes: storeFileBytes(file),
      encryption: { ...encryptionFacts(parts), keyChange },
      backups: listCopies(dataFolder).map(({ name, takenAt, sizeBytes, kind }) => ({
        name,
        takenAt,
        sizeBytes,
        kind,
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
    changeKey() {
      if (host.changeKey === undefined) {
        throw taskError('key-kept-by-person', { command: encryptionFacts(parts).changeCommand });
      }
      host.changeKey();
    },
    keyChangeRefused() {
      keyChange = { state: 'failed', problem: taskError('key-not-taken').details };
      onProblem();
    },
  };
  return {
    service,
    /** What the jobs of a store work with. */
    jobs: { backups: schedule, tasks },
    chain(): 'sound' | 'broken' | 'not-verified' {
      const result = tasks.latest()['verify-chain']?.result ?? null;
      if (result === null) return 'not-verified';
      return result.sound ? 'sound' : 'broken';
    },
    /** What an administrator has to do something about. */
    problem(): ErrorDetails | null {
      return damage ?? schedule.problem ?? (keyChange?.state === 'failed' ? keyChange.problem : null);
    },
    start() {
      schedule.start();
      void readThroughIfInDoubt(parts).then((found) => {
        damage = found;
        if (found !== null) onProblem();
      });
    },
  };
}

/** Never rejects: the next start tries again what could not be done now. */
async function readThroughIfInDoubt({
  store,
  workers,
  host,
}: StoreServiceParts): Promise<ErrorDetails | null> {
  if (!isInDoubt(store.db.name)) return null;
  try {
    await workers.run('store.read-through', undefined, { isUpkeep: true, timeLimitMs: READ_THROUGH_MS_MAX });
    host.log.info('the store was not closed the last time, and is whole');
  } catch (error) {
    if (error instanceof JobCancelled) return null;
    host.log.error({ err: error }, 'the store was not closed the last time');
    if (isDomainError(error) && error.details.code === 'store-corrupt') return error.details;
  }
  return null;
}

function encryptionFacts({ encryption, host }: StoreServiceParts): Omit<StoreEncryption, 'keyChange'> {
  return {
    state: encryption,
    cipher: CIPHER_NAME,
    keyFrom: host.keyFrom ?? null,
    canChange: host.changeKey !== undefined,
    changeCommand: `npm run store-key -- change --data "${host.dataFolder}"`,
  };
}
