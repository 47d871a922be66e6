import type { AuditNotes } from './audit/audit-notes.ts';
import { createJournalService } from './audit/journal-service.ts';
import type { CommandRunner } from './commands/command-runner.ts';
import type { BesideTheStore, DataFolder, HostOptions } from './compose.ts';
import { encryptionOf } from './console-status.ts';
import { Devices } from './devices/devices-service.ts';
import { Diagnostics } from './diagnostics/diagnostics.ts';
import { createExports } from './exports/create-exports.ts';
import { Imports } from './imports/imports.ts';
import { createJobs } from './jobs/create-jobs.ts';
import { nodeTimerWait } from './jobs/node-timer-wait.ts';
import { Monitors } from './monitors/monitors.ts';
import { createNotify } from './notify/create-notify.ts';
import type { HostServices } from './services.ts';
import { SettingsService } from './settings/settings-service.ts';
import type { Sync } from './sync/create-sync.ts';
import { lookForOne } from './updates/update-jobs.ts';
import { Updates } from './updates/updates.ts';

export type Platform = ReturnType<typeof createPlatform>;

type PlatformParts = {
  readonly folder: DataFolder;
  readonly options: HostOptions;
  readonly beside: BesideTheStore;
  readonly audit: AuditNotes;
  readonly commands: CommandRunner;
  readonly sync: Sync;
  statusChanged(): void;
};

/** What every domain leans on: the journal as people read it, files out and in, messages, jobs, newer versions. */
export function createPlatform(parts: PlatformParts) {
  const { options, beside, audit, sync } = parts;
  const { store } = parts.folder;
  const { journal, exported, imports } = filesOf(parts);
  const { notify, settings } = messagesOf(parts);
  const updates = new Updates({
    ...options,
    store,
    audit,
    backups: beside.forJobs.backups,
    sync: () => sync.service.status(),
    jobsRunning: () => jobs.service.status().running,
    onChange: () => parts.statusChanged(),
  });
  const jobs = createJobs({
    store,
    audit,
    beside: {
      ...beside.forJobs,
      exports: exported.service,
      notify: notify.forJobs,
      updates: { lookForOne: () => lookForOne(() => updates.check()) },
    },
    host: { ...options, onJobAlert: (alert) => notify.jobAlert(alert, options.onJobAlert) },
    wait: nodeTimerWait,
    sync: () => sync.service.status(),
    onChange: () => parts.statusChanged(),
  });
  notify.follow(jobs.service);
  const monitors = new Monitors({ ...parts, ...options, store, wait: nodeTimerWait, link: sync.link });
  const services = {
    monitors,
    journal: journal.service,
    exports: exported.service,
    imports,
    jobs: jobs.service,
    notify: notify.service,
    updates,
    ...consolesOf(parts, jobs),
    settings,
  } satisfies Partial<HostServices>;
  return {
    services,
    jobs,
    notify,
    timeHasPassed() {
      jobs.runDue();
      monitors.look({ hasPassed: true });
    },
    /** The machine woke up, or its clock was set. */
    resumed() {
      monitors.listenAnew();
      jobs.runDue();
    },
    start() {
      journal.start();
      jobs.start();
      notify.start();
      monitors.start();
    },
    async close() {
      journal.stop();
      monitors.close();
      await jobs.close();
      notify.close();
      await exported.close();
      await imports.close();
    },
  };
}

/** This console's own state, and the company's other consoles. */
function consolesOf(
  { folder, options, beside, audit, sync }: PlatformParts,
  jobs: Pick<ReturnType<typeof createJobs>, 'service'>,
) {
  const { store } = folder;
  const diagnostics = new Diagnostics({
    ...options,
    store,
    audit,
    storeService: beside.services.store,
    jobs: jobs.service,
    sync: () => sync.service.status(),
    encryption: () => encryptionOf(folder, options),
  });
  return { diagnostics, devices: new Devices({ ...options, store, audit, link: sync.link }) };
}

/** What tells people, and what they set about it and the rest of this console. */
function messagesOf({ folder, options, beside, audit, commands, sync }: PlatformParts) {
  const { store } = folder;
  const { backups, settings } = beside.forJobs;
  const notify = createNotify({
    ...options,
    store,
    commands,
    settings: settings.messageWays(),
    inboxRetention: () => settings.inboxRetention(),
  });
  const service = new SettingsService({
    ...options,
    store,
    settings,
    audit,
    backups,
    channels: notify.forJobs.channels,
    encryption: () => encryptionOf(folder, options),
    waysChanged: () => notify.useSettings(settings.messageWays()),
    linkRulesChanged: () => sync.resume(),
  });
  return { notify, settings: service };
}

/** What leaves the console as a file, and what comes in as one. */
function filesOf({ folder, options, beside, audit, commands, sync }: PlatformParts) {
  const { services } = beside;
  const { runJob } = services;
  const journal = createJournalService({ ...folder, ...options, notes: audit, services, link: sync.link });
  const exported = createExports({
    ...folder,
    ...options,
    audit,
    runJob,
    keepFilesDays: () => beside.forJobs.settings.retention().exportFileDays,
  });
  const imports = new Imports({
    ...options,
    store: folder.store,
    runJob,
    runCommand: (command, request, actor) => commands.run(command, request, actor),
  });
  return { journal, exported, imports };
}
