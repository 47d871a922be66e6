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
  const { folder, options, beside, audit, sync } = parts;
  const { store } = folder;
  const syncStatus = () => sync.service.status();
  const { journal, exported, imports } = filesOf(parts);
  const { notify, settings } = messagesOf(parts);
  const updates = new Updates({
    ...options,
    store,
    audit,
    backups: beside.forJobs.backups,
    sync: syncStatus,
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
    sync: syncStatus,
    onChange: () => parts.statusChanged(),
  });
  notify.follow(jobs.service);
  const diagnostics = new Diagnostics({
    ...options,
    store,
    audit,
    storeService: beside.services.store,
    jobs: jobs.service,
    sync: syncStatus,
    encryption: () => encryptionOf(folder, options),
  });
  const services = {
    journal: journal.service,
    exports: exported.service,
    imports,
    jobs: jobs.service,
    notify: notify.service,
    updates,
    diagnostics,
    devices: new Devices({ ...options, store, audit, link: sync.link }),
    settings,
  } satisfies Partial<HostServices>;
  return {
    services,
    jobs,
    notify,
    start() {
      journal.start();
      jobs.start();
      notify.start();
    },
    async close() {
      journal.stop();
      await jobs.close();
      notify.close();
      await exported.close();
      await imports.close();
    },
  };
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
