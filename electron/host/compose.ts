import path from 'node:path';
import type { Logger } from 'pino';
import { commandNamed } from '#shared/domains/registry.ts';
import { must } from '#shared/kernel/assert.ts';
import { attachment } from '#shared/domains/files/schema.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { DeliverySettings } from '#shared/delivery/settings.ts';
import { type AuditNotes, createAuditNotes } from './audit/audit-notes.ts';
import { noteRestored } from './audit/note-restore.ts';
import { readSignInState } from './audit/note-read.ts';
import { explainAccess } from './access/explain-access.ts';
import { UnnamedReports } from './access/unnamed-reports.ts';
import { blobFormatsOf } from './attachments/blob-formats.ts';
import { ReachedAttachments } from './attachments/reached-attachments.ts';
import { noteJump } from './clock/clock-jumps.ts';
import { CommandRunner } from './commands/command-runner.ts';
import { QueryRunner } from './commands/query-runner.ts';
import type { JobAlert } from './jobs/jobs-service.ts';
import type { SystemHealth } from './jobs/monitor/system-health.ts';
import { nodeTimerWait } from './jobs/node-timer-wait.ts';
import { TimerRunner } from './jobs/timer-runner.ts';
import { TimerTable } from './jobs/timer-table.ts';
import type { Notify } from './notify/create-notify.ts';
import { createPlatform, type Platform } from './compose-platform.ts';
import { encryptionOf, statusOf } from './console-status.ts';
import { LiveCounts } from './live-counts.ts';
import type { Notice } from './notify/desktop-notices.ts';
import type { ChangeTick, HostServices } from './services.ts';
import { backupWishes } from './settings/backup-wishes.ts';
import { ConsoleSettings } from './settings/console-settings.ts';
import { Sessions } from './session/session-service.ts';
import { Setup } from './setup/setup-service.ts';
import { StayAwakeCheck } from './stay-awake.ts';
import { ArchiveSchedule } from './store/archive/archive-schedule.ts';
import { openCollections } from './store/collections.ts';
import { withRestoreRemedy } from './store/backup/recovery-remedy.ts';
import { finishRestore } from './store/backup/restore.ts';
import { prepareStoreFile } from './store/encryption/prepare-store.ts';
import type { KeyChangeOutcome } from './store/encryption/before-start.ts';
import type { StoreKey } from './store/encryption/store-key.ts';
import { lockFolder } from './store/lock.ts';
import { noteHowItEnded } from './store/soundness.ts';
import { openReadModels } from './store/read-models.ts';
import { StatisticsRecount } from './store/roll-ups/recount.ts';
import { type Committed, openStore, type Store } from './store/store.ts';
import { createStoreService } from './store/tasks/store-service.ts';
import type { LinkClass } from './sync/link-class.ts';
import { createSync, type CreateSyncOptions, type Sync } from './sync/create-sync.ts';
import { JobCancelled } from './workers/job.ts';
import { assertNotWiped, noteWipeOrder } from './wipe/wiped.ts';
import { followOwnSite } from './setup/follow-own-site.ts';
import type { UpdateRequest } from './updates/updates.ts';
import { Workers } from './workers/workers.ts';

export type HostOptions = {
  readonly dataFolder: string;
  readonly version: string;
  /** Of the link in use at the start. */
  readonly linkClass?: LinkClass;
  readonly clock: Clock & { onShift?(listener: () => void): () => void };
  readonly log: Logger;
  /** Native SQLite for an Electron the package has none for. */
  readonly sqliteNative?: string;
  /** Encrypts the store; one that is not encrypted yet becomes so. */
  readonly storeKey?: StoreKey;
  readonly keyFrom?: 'keychain' | 'file' | 'variable';
  /** Has the host ended and started again under a new key. Absent where a person keeps the key. */
  changeKey?(): void;
  /** A change of key that was made, or failed, before this start. */
  readonly keyChange?: KeyChangeOutcome;
  /** Days after which what is over moves to the archive, whatever people have set. */
  readonly archiveAfterDays?: number;
  /** There should be a key, but this machine can't keep one. */
  readonly storeKeyUnavailable?: boolean;
  /** Joins a company by itself when the console has no site yet; a failure leaves the first-run page. */
  readonly joinOnStart?: { readonly serverUrl: string; readonly code: string; readonly deviceName: string };
  /** The company wants nothing left on this console: the host is to be closed, its folder erased (wipe/wiped.ts). */
  onWipe?(): void;
  /** Relay and gateways of this console itself, for messages that leave it. */
  readonly deliverySettings?: DeliverySettings;
  /** Called for each notice that is due on this console's desktop. */
  onNotice?(notice: Notice): void;
  /** A run of a job failed for good, or its job was disabled after failures in a row. */
  onJobAlert?(alert: JobAlert): void;
  /** Fetches and installs newer versions; absent where a person does it on the machine that serves the console. */
  askMain?(request: UpdateRequest): void;
  /** The health of this console became another one. */
  onHealth?(health: SystemHealth): void;
};

export type Host = {
  readonly services: HostServices;
  readonly store: Store;
  /** The machine woke up, or its clock was set: run what was missed, look for the server. */
  resume(): void;
  /** The system's own lock came on. */
  screenLocked(): void;
  /** Whether the machine is not to fall asleep by itself now. */
  mustStayAwake(): boolean;
  /** Finishes what runs and closes the file. */
  close(): Promise<void>;
};

/** How often the status is sent though nothing was committed: "overdue" changes with the clock alone. */
const STATUS_TICK_MS = 15_000;

export const STORE_FILE = 'console.sqlite';

/** Puts the console together. Read this to see the program. */
export async function composeHost(options: HostOptions): Promise<Host> {
  const { clock } = options;
  const folder = openDataFolder(options);
  const { store } = folder;
  const status = new Listeners<void>();
  const changes = new Listeners<ChangeTick>();
  const statusChanged = () => status.tell();

  const beside = besideTheStore(folder, options, { statusChanged, changed: (tick) => changes.tell(tick) });
  const audit = createAuditNotes(store, clock);
  const { commands, queries, table, timers } = domainParts(store, options, audit);
  const rxdb = await openCollections(store);
  const counts = new LiveCounts({ store, collections: rxdb.collections, clock }, statusChanged);
  const sync = syncOf(folder, options, { commands, statusChanged, changes });
  const onBreakGlass: Notify['rightTaken'] = (who, taken) => platform.notify.rightTaken(who, taken);
  const sessions = new Sessions({ store, clock, commands, audit, changed: statusChanged, onBreakGlass });
  const platform = createPlatform({ folder, options, beside, audit, commands, sync, statusChanged });
  const becameSite = () => {
    table.rebuildIfNeeded();
    timers.runDue();
    platform.jobs.becameSite();
    statusChanged();
  };
  const join: Sync['join'] = (input) => sync.join(input);
  const setup = new Setup({ store, clock, commands, sessions, join, becameSite });

  const stopCommits = store.onCommit((committed) => {
    changes.tell(tickOf(committed));
    platform.notify.committed(committed);
    statusChanged();
    // A command may have set a deadline that comes before the one being waited for.
    setImmediate(() => timers.runDue());
  });
  const stopShift = clock.onShift?.(() => {
    timers.runDue();
    platform.timeHasPassed();
  });
  const statusTick = setInterval(statusChanged, STATUS_TICK_MS);
  // One that belongs to a company tells of it once it has what it had sent since the backup (sync/heal.ts).
  if (store.state.membership === undefined) noteRestored(store);
  for (const part of [timers, sync, beside, platform]) part.start();
  joinByItself(setup, store, options);
  return {
    store,
    services: servicesOf(
      { status, changes },
      { folder, options, beside, audit, commands, queries, counts, sync, sessions, platform, setup },
    ),
    resume() {
      sessions.resumed();
      timers.runDue();
      platform.resumed();
      sync.resume();
    },
    screenLocked: () => sessions.screenLocked(),
    mustStayAwake: stayAwakeCheck(store, beside, changes),
    async close() {
      clearInterval(statusTick);
      stopShift?.();
      timers.stop();
      await platform.close();
      await beside.close();
      await sync.close();
      stopCommits();
      counts.stop();
      await rxdb.close();
      folder.close();
    },
  };
}

function stayAwakeCheck(
  store: Store,
  { forJobs }: BesideTheStore,
  changes: Listeners<ChangeTick>,
): () => boolean {
  const check = new StayAwakeCheck(store, forJobs.tasks);
  changes.add((tick) => check.changed(tick));
  return () => check.isNeeded();
}

/** What the API may ask of this host. */
function servicesOf(
  { status, changes }: { status: Listeners<void>; changes: Listeners<ChangeTick> },
  parts: {
    folder: DataFolder;
    options: HostOptions;
    beside: BesideTheStore;
    audit: AuditNotes;
    commands: CommandRunner;
    queries: QueryRunner;
    counts: LiveCounts;
    sync: Sync;
    sessions: Sessions;
    platform: Platform;
    setup: Setup;
  },
): HostServices {
  const { beside, audit, commands, queries, sync, sessions, platform, setup } = parts;
  const { store } = parts.folder;
  const { clock } = parts.options;
  const unnamed = new UnnamedReports({ store, clock, commands, attachments: sync.attachments });
  return {
    status: (connection) => statusOf({ ...parts, unnamed, connection, store, sync: sync.service }),
    onStatus: (listener) => status.add(listener),
    onChange: (listener) => changes.add(listener),
    runCommand: (command, request, actor) => commands.run(command, request, actor),
    runQuery: (query, input, actor) => queries.run(query, input, actor),
    signInState: (actor, personId) => readSignInState(store, audit, actor, personId),
    explainAccess: (actor, question) => explainAccess(store, actor, question),
    session: sessions,
    unnamed,
    setup,
    sync: sync.service,
    syncRecords: sync.records,
    attachments: new ReachedAttachments(sync.attachments, store),
    audit,
    ...platform.services,
    ...beside.services,
  };
}

/** For machines prepared ashore. A failure is logged and leaves the first-run page, where a person can try. */
function joinByItself(setup: Setup, store: Store, { joinOnStart, log }: HostOptions): void {
  if (joinOnStart === undefined || store.state.site !== undefined) return;
  setup
    .joinUnasked(joinOnStart)
    .catch((error: unknown) => log.error({ err: error }, 'could not join by itself'));
}

export type DataFolder = ReturnType<typeof openDataFolder>;
export type BesideTheStore = ReturnType<typeof besideTheStore>;

/** Opens the store and holds its folder for this process. */
function openDataFolder({ dataFolder, sqliteNative, storeKey, clock, log }: HostOptions) {
  const native = sqliteNative === undefined ? {} : { nativeBinding: sqliteNative };
  const options = { ...native, ...(storeKey === undefined ? {} : { storeKey }) };
  const opening = { file: path.join(dataFolder, STORE_FILE), ...options };
  const lock = lockFolder(dataFolder, native);
  try {
    assertNotWiped(dataFolder);
    finishRestore(opening.file);
    noteHowItEnded(opening.file);
    const encryption = prepareStoreFile(opening, log);
    const store = openStore(opening, clock);
    return {
      store,
      options,
      encryption,
      close() {
        store.close();
        lock.release();
      },
    };
  } catch (error) {
    const explained = withRestoreRemedy(error, dataFolder, options);
    lock.release();
    throw explained;
  }
}

/** What works beside the store's one writer: search, long reads, and the work of administrators. */
function besideTheStore(
  folder: DataFolder,
  host: HostOptions,
  { statusChanged, changed }: { statusChanged(): void; changed(tick: ChangeTick): void },
) {
  const { store, encryption } = folder;
  const { dataFolder, clock, log } = host;
  const workers = new Workers({ file: store.db.name, ...folder.options });
  const settings = new ConsoleSettings(store, host);
  const work = createStoreService({
    store,
    workers,
    encryption: encryptionOf(folder, host),
    host,
    onProblem: statusChanged,
    wishes: backupWishes(store, settings),
  });
  const afterDays = () => settings.retention().archiveAfterDays;
  const archive = new ArchiveSchedule({ store, clock, log, afterDays });
  const { search, rollUps, builds } = openReadModels(store, clock);
  const statistics = new StatisticsRecount({ rollUps, clock, changed, statusChanged });
  const services: Pick<HostServices, 'store' | 'archive' | 'statistics' | 'search' | 'runJob'> = {
    store: work.service,
    archive,
    statistics,
    search: (actor, input) => search.find(actor, input),
    runJob: (name, input, how) => workers.run(name, input, how),
  };
  return {
    services,
    forJobs: {
      ...work.jobs,
      settings,
      archive,
      runJob: services.runJob,
      storeProblem: () => work.problem(),
      chain: () => work.chain(),
    },
    problem: () => work.problem(),
    preparing: () => builds.status(),
    start() {
      work.start();
      builds.start({
        onProgress: statusChanged,
        onBuilt(collections) {
          statistics.noteBuilt();
          changed({ collections, ids: [] });
        },
        onProblem: (error) => log.error({ err: error }, "search and statistics can't be prepared"),
      });
      const { blobKeyHex } = store.state;
      if (blobKeyHex === undefined) return;
      const to = encryption === 'on' ? 'sealed' : 'plain';
      workers.run('attachments.convert', { dataFolder, blobKeyHex, to }, { isUpkeep: true }).then(
        (converted) => log.info({ ...converted, to }, 'attachments have the format of their store'),
        (error: unknown) => {
          if (!(error instanceof JobCancelled)) log.error({ err: error }, 'attachments were not converted');
        },
      );
    },
    async close() {
      builds.stop();
      archive.close();
      await workers.close();
    },
  };
}

/** What talks to the company's server. */
function syncOf(
  { store, encryption }: DataFolder,
  { clock, log, dataFolder, linkClass, onWipe }: HostOptions,
  {
    commands,
    statusChanged,
    changes,
  }: { commands: CommandRunner; statusChanged: () => void; changes: Listeners<ChangeTick> },
): ReturnType<typeof createSync> {
  const runCommand: CreateSyncOptions['runCommand'] = ({ name, input, actor, also }) =>
    commands.run(must(commandNamed(name), `command ${name}`), { input, also }, actor);
  const blobFormats = blobFormatsOf(store.state, encryption === 'on');
  const ordered = () => noteWipeOrder(dataFolder, store.state.membership?.organisationName ?? '');
  return createSync({
    store,
    clock,
    log,
    dataFolder,
    blobFormats,
    runCommand,
    onStatus: statusChanged,
    onAttachment: () => changes.tell({ collections: [attachment.collection], ids: [] }),
    ...(linkClass === undefined ? {} : { linkClass }),
    ...(onWipe === undefined ? {} : { wipe: { ordered, erase: onWipe } }),
  });
}

/** What runs the domains: commands, queries, and the timers that follow every commit. */
function domainParts(store: Store, { clock, log }: HostOptions, audit: AuditNotes) {
  const table = new TimerTable(store);
  store.follow((records) => table.follow(records));
  followOwnSite(store);
  table.rebuildIfNeeded();
  const commands = new CommandRunner(store, clock, audit);
  const queries = new QueryRunner(store, clock, audit);
  const onJump = (jumpMs: number) => noteJump({ store, commands, log }, jumpMs);
  const timers = new TimerRunner({ store, table, commands, clock, wait: nodeTimerWait, log, onJump });
  commands.beforeEach(() => timers.lookAtClock());
  return { commands, queries, table, timers };
}

function tickOf({ records }: Committed): ChangeTick {
  return {
    collections: [...new Set(records.map((record) => record.collection))],
    ids: records.map((record) => record.id),
  };
}

/** Telling listeners in the order they came; one that throws does not silence the others for good. */
class Listeners<Value> {
  readonly #listeners = new Set<(value: Value) => void>();

  add(listener: (value: Value) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(value: Value): void {
    for (const listener of this.#listeners) listener(value);
  }
}
