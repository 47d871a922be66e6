import type { BackupPlan } from '#shared/domains/settings/console-plans.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import type { HostServices } from '../../services.ts';
import type { ConsoleSettings } from '../../settings/console-settings.ts';
import type { ArchiveSchedule } from '../../store/archive/archive-schedule.ts';
import type { BackupSchedule } from '../../store/backup/backup-schedule.ts';
import type { StoreTask, TaskRunner } from '../../store/tasks/task-runner.ts';
import type { TaskKind } from '../../store/tasks/task.ts';
import { JobCancelled } from '../../workers/job.ts';
import { jobError } from '../errors.ts';
import { defineScheduledJob, type ScheduledJob } from '../define-scheduled-job.ts';

export type StoreJobParts = {
  readonly backups: Pick<BackupSchedule, 'backUpNow'>;
  readonly tasks: Pick<TaskRunner, 'start' | 'cancel'>;
  readonly archive: Pick<ArchiveSchedule, 'run' | 'cancel'>;
  readonly runJob: HostServices['runJob'];
  readonly settings: Pick<ConsoleSettings, 'backupPlan' | 'retention'>;
};

/** Reading or copying ten million records on a slow disk takes its time; the work itself is beside the host. */
const LONG_SECONDS = 4 * 60 * 60;

const DAILY = {
  zone: 'site',
  catchUp: 'once',
  where: 'every-console',
  timeoutSeconds: LONG_SECONDS,
} as const;

export const BACKUP_JOB = 'store.backup';

/** What keeps the store itself well. Each console looks after its own. */
export function storeJobs({
  backups,
  tasks,
  archive,
  runJob,
  settings,
}: StoreJobParts): readonly ScheduledJob[] {
  return [
    defineScheduledJob({
      ...DAILY,
      name: BACKUP_JOB,
      titleKey: 'job.store.backup',
      schedule: {
        // Asked for at every look at the clock: a plan that people change holds from then on.
        get cron() {
          return cronOf(settings.backupPlan());
        },
      },
      mayBeDisabled: false,
      async run({ signal }) {
        const task = await untilAborted(signal, () => tasks.cancel('backup'), backups.backUpNow());
        const { sizeBytes } = resultOf(task);
        return { key: 'job.store.backup.done', params: { size: Math.round(sizeBytes / 1_000) / 1_000 } };
      },
    }),
    defineScheduledJob({
      ...DAILY,
      name: 'store.archive',
      titleKey: 'job.store.archive',
      schedule: { cron: '0 1 * * *' },
      async run({ signal }) {
        const { state, records, problem } = await untilAborted(signal, () => archive.cancel(), archive.run());
        if (state === 'cancelled') throw new JobCancelled();
        if (problem !== null) throw new DomainError(problem);
        return { key: 'job.store.archive.done', params: { count: records } };
      },
    }),
    defineScheduledJob({
      ...DAILY,
      name: 'store.integrity',
      titleKey: 'job.store.integrity',
      schedule: { cron: '0 5 * * 0' },
      mayBeDisabled: false,
      async run({ signal }) {
        const task = await untilAborted(signal, () => tasks.cancel('integrity'), tasks.start('integrity'));
        const [first] = resultOf(task).problems;
        if (first !== undefined) throw jobError('store-damaged', { what: first });
        return { key: 'job.store.integrity.done' };
      },
    }),
    defineScheduledJob({
      ...DAILY,
      name: 'statistics.verify',
      titleKey: 'job.statistics.verify',
      schedule: { cron: '0 4 * * 0' },
      async run({ signal }) {
        const how = { signal, isUpkeep: true, timeLimitMs: LONG_SECONDS * 1_000 };
        const { rows, differences } = await runJob('statistics.verify', undefined, how);
        if (differences.length > 0) throw jobError('statistics-differ', { count: differences.length });
        return { key: 'job.statistics.verify.done', params: { count: rows } };
      },
    }),
  ];
}

function cronOf({ everyHours }: Pick<BackupPlan, 'everyHours'>): string {
  return everyHours === 24 ? '0 0 * * *' : `0 */${everyHours} * * *`;
}

async function untilAborted<Result>(
  signal: AbortSignal,
  cancel: () => void,
  work: Promise<Result>,
): Promise<Result> {
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await work;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

function resultOf<Kind extends TaskKind>({ state, result, problem }: StoreTask<Kind>) {
  if (problem !== null) throw new DomainError(problem);
  if (state === 'cancelled' || result === null) throw new JobCancelled();
  return result;
}
