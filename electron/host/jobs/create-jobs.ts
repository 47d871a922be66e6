import { assert } from '#shared/kernel/assert.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import type { AuditNotes } from '../audit/audit-notes.ts';
import type { HostOptions } from '../compose.ts';
import type { ExportJobParts } from '../exports/export-jobs.ts';
import type { SyncStatus } from '../services.ts';
import type { BackupSchedule } from '../store/backup/backup-schedule.ts';
import type { NotifyJobParts } from '../notify/delivery-jobs.ts';
import type { UpdateJobParts } from '../updates/update-jobs.ts';
import type { Store } from '../store/store.ts';
import { scheduledJobs } from './all-scheduled-jobs.ts';
import type { JobsService } from './jobs-service.ts';
import { BACKUP_JOB, type StoreJobParts } from './maintenance/store-jobs.ts';
import type { HealthFacts } from './monitor/system-health.ts';
import { type MonitorParts, SystemMonitor } from './monitor/system-monitor.ts';
import { ConsoleJobs } from './scheduler/console-jobs.ts';
import { JobTable, type RunRow } from './scheduler/job-table.ts';
import { Scheduler } from './scheduler/scheduler.ts';
import type { TimerWait } from './timer-runner.ts';

/** What it finds is part of the health of the console. */
const CHAIN_JOB = 'audit.verify';

/** Schedules wait so long after the start: people first, the disk is busy enough. */
const FIRST_LOOK_MS = 20_000;

export type CreateJobsParts = {
  readonly store: Store;
  readonly audit: AuditNotes;
  readonly beside: StoreJobParts &
    ExportJobParts &
    UpdateJobParts &
    NotifyJobParts &
    Pick<MonitorParts, 'storeProblem' | 'chain'> & { readonly backups: Pick<BackupSchedule, 'isWithout'> };
  readonly host: Pick<HostOptions, 'clock' | 'log' | 'dataFolder' | 'onJobAlert' | 'onHealth'>;
  readonly wait: TimerWait;
  sync(): SyncStatus;
  /** The Jobs page would show something else. */
  onChange(): void;
};

/** Everything that runs at times of the clock or because it was asked for, and what people see of it. */
export function createJobs(parts: CreateJobsParts) {
  const { store, beside, host, wait } = parts;
  const { clock, log, dataFolder } = host;
  const table = new JobTable(store);
  let revision = 0;
  let problems = table.problems();
  const monitor = new SystemMonitor({
    store,
    clock,
    dataFolder,
    storeProblem: () => beside.storeProblem(),
    chain: () => chainOf(beside.chain(), table.lastEnded(CHAIN_JOB)),
    sync: () => parts.sync(),
    jobProblems: () => problems,
    onChange: (health) => host.onHealth?.(health),
  });
  const jobs = scheduledJobs({ ...beside, store, monitor });
  assert(new Set(jobs.map(({ name }) => name)).size === jobs.length, 'every job has a name of its own');
  const scheduler = new Scheduler({
    store,
    table,
    jobs,
    clock,
    wait,
    random: Math.random,
    log,
    firstLookMs: FIRST_LOOK_MS,
    onChange() {
      revision += 1;
      const before = problems;
      problems = table.problems();
      if (problems !== before) monitor.look();
      parts.onChange();
    },
    onAlert: (alert) => host.onJobAlert?.(alert),
  });
  const people = new ConsoleJobs({ store, clock, table, scheduler, jobs, audit: parts.audit });
  const service: JobsService = {
    enqueue: (name, request) => people.enqueue(name, request),
    status: () => ({ revision, running: scheduler.running, problems, health: monitor.latest().health }),
    overview: () => people.overview(),
    history: (page) => people.history(page),
    runNow: (actor, name) => people.runNow(actor, name),
    pause: (actor, name) => people.pause(actor, name),
    resume: (actor, name) => people.resume(actor, name),
    retry: (actor, number) => people.retry(actor, number),
    cancel: (actor, number) => people.cancel(actor, number),
    health: () => monitor.fresh(),
  };
  /** It does not wait for its hour. */
  function askForFirstBackup() {
    if (beside.backups.isWithout()) {
      scheduler.enqueue(BACKUP_JOB, { key: 'first', runAt: isoOf(clock.now() + FIRST_LOOK_MS) });
    }
  }
  return {
    service,
    start() {
      scheduler.start();
      askForFirstBackup();
    },
    /** Jobs are a site's: they begin with it. */
    becameSite() {
      scheduler.runDue();
      askForFirstBackup();
    },
    runDue: () => scheduler.runDue(),
    close: () => scheduler.close(),
  };
}

/** What a person had verified since the start, and what the night has found. */
function chainOf(verified: HealthFacts['chain'], night: RunRow | undefined): HealthFacts['chain'] {
  if (verified === 'broken' || night?.problem?.code === 'chain-broken') return 'broken';
  return night?.state === 'completed' ? 'sound' : verified;
}
