import path from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { commandNamed } from '#shared/domains/registry.ts';
import { visibleSitesOf } from '#shared/access/can.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import { must } from '#shared/kernel/assert.ts';
import { attachment } from '#shared/domains/files/schema.ts';
import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import type { ErrorDetails } from '#shared/kernel/errors.ts';
import { blobFormatsOf } from './attachments/blob-formats.ts';
import { CommandRunner } from './commands/command-runner.ts';
import { QueryRunner } from './commands/query-runner.ts';
import { TimerRunner, type TimerWait } from './jobs/timer-runner.ts';
import { TimerTable } from './jobs/timer-table.ts';
import { LiveCounts } from './live-counts.ts';
import { escalationNotices, type Notice } from './notify/escalation-notices.ts';
import type { ChangeTick, Connection, ConsoleStatus, HostServices, SignedInPerson } from './services.ts';
import { Sessions } from './session/session-service.ts';
import { Setup } from './setup/setup-service.ts';
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
import { type Committed, openStore, type Store } from './store/store.ts';
import { createStoreService } from './store/tasks/store-service.ts';
import type { LinkClass } from './sync/link-class.ts';
import { createSync, type CreateSyncOptions } from './sync/create-sync.ts';
import { JobCancelled } from './workers/job.ts';
import { assertNotWiped, noteWipeOrder } from './wipe/wiped.ts';
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
  /** Days after which what is over moves to the archive; 90 if nothing else is said. */
  readonly archiveAfterDays?: number;
  /** There should be a key, but this machine can't keep one. */
  readonly storeKeyUnavailable?: boolean;
  /** Joins a company by itself when the console has no site yet; a failure leaves the first-run page. */
  readonly joinOnStart?: { readonly serverUrl: string; readonly code: string; readonly deviceName: string };
  /** The company wants nothing left on this console: the host is to be closed, its folder erased (wipe/wiped.ts). */
  onWipe?(): void;
  /** Called for each escalation that still waits for somebody. */
  onNotice?(notice: Notice): void;
};

export type Host = {
  readonly services: HostServices;
  readonly store: Store;
  /** The machine woke up, or its clock was set: run what was missed, look for the server. */
  resume(): void;
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
  const { commands, queries, table, timers } = domainParts(store, options);
  const sessions = new Sessions(store, clock, statusChanged);
  const rxdb = await openCollections(store);
  const counts = new LiveCounts({ store, collections: rxdb.collections, clock }, statusChanged);
  const attachmentMoved = () => changes.tell({ collections: [attachment.collection], ids: [] });
  const sync = syncOf(folder, options, { commands, statusChanged, attachmentMoved });
  const becameSite = () => {
    table.rebuildIfNeeded();
    timers.runDue();
    statusChanged();
  };
  const join = (input: Parameters<typeof sync.join>[0]) => sync.join(input);
  const setup = new Setup({ store, clock, commands, sessions, join, becameSite });

  const stopCommits = store.onCommit((committed) => {
    changes.tell(tickOf(committed));
    for (const notice of escalationNotices(store, clock, committed)) options.onNotice?.(notice);
    statusChanged();
    // A command may have set a deadline that comes before the one being waited for.
    setImmediate(() => timers.runDue());
  });
  const stopShift = clock.onShift?.(() => timers.runDue());
  const statusTick = setInterval(statusChanged, STATUS_TICK_MS);
  timers.start();
  sync.start();
  beside.start();
  joinByItself(setup, store, options);
  return {
    store,
    services: {
      status: (connection) =>
        statusOf({ connection, store, folder, beside, sessions, sync: sync.service, counts, options }),
      onStatus: (listener) => status.add(listener),
      onChange: (listener) => changes.add(listener),
      runCommand: (command, request, actor) => commands.run(command, request, actor),
      runQuery: (query, input, actor) => queries.run(query, input, actor),
      session: sessions,
      setup,
      sync: sync.service,
      syncRecords: sync.records,
      attachments: sync.attachments,
      ...beside.services,
    },
    resume() {
      timers.runDue();
      sync.resume();
    },
    async close() {
      clearInterval(statusTick);
      stopShift?.();
      timers.stop();
      await beside.close();
      await sync.close();
      stopCommits();
      counts.stop();
      await rxdb.close();
      folder.close();
    },
  };
}

/** For machines prepared ashore. A failure is logged and leaves the first-run page, where a person can try. */
function joinByItself(setup: Setup, store: Store, { joinOnStart, log }: HostOptions): void {
  if (joinOnStart === undefined || store.state.site !== undefined) return;
  setup
    .joinUnasked(joinOnStart)
    .catch((error: unknown) => log.error({ err: error }, 'could not join by itself'));
}

type DataFolder = ReturnType<typeof openDataFolder>;

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
  const work = createStoreService({
    store,
    workers,
    encryption: encryptionOf(folder, host),
    host,
    onProblem: statusChanged,
  });
  const archive = new ArchiveSchedule({ store, clock, log, afterDays: host.archiveAfterDays });
  const { search, builds } = openReadModels(store, clock);
  const services: Pick<HostServices, 'store' | 'archive' | 'search' | 'runJob'> = {
    store: work.service,
    archive,
    search: (actor, input) => search.find(actor, input),
    runJob: (name, input, how) => workers.run(name, input, how),
  };
  return {
    services,
    problem: () => work.problem(),
    preparing: () => builds.status(),
    start() {
      work.start();
      archive.watch();
      builds.start({
        onProgress: statusChanged,
        onBuilt: (collections) => changed({ collections, ids: [] }),
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
      work.stop();
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
    attachmentMoved,
  }: { commands: CommandRunner; statusChanged: () => void; attachmentMoved: () => void },
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
    onAttachment: attachmentMoved,
    ...(linkClass === undefined ? {} : { linkClass }),
    ...(onWipe === undefined ? {} : { wipe: { ordered, erase: onWipe } }),
  });
}

/** What runs the domains: commands, queries, and the timers that follow every commit. */
function domainParts(store: Store, { clock, log }: HostOptions) {
  const table = new TimerTable(store);
  store.follow((records) => table.follow(records));
  table.rebuildIfNeeded();
  const commands = new CommandRunner(store, clock);
  const queries = new QueryRunner(store, clock);
  const timers = new TimerRunner({ store, table, commands, clock, wait: nodeTimerWait, log });
  return { commands, queries, table, timers };
}

function tickOf({ records }: Committed): ChangeTick {
  return {
    collections: [...new Set(records.map((record) => record.collection))],
    ids: records.map((record) => record.id),
  };
}

function statusOf(parts: {
  connection: Connection;
  store: Store;
  folder: DataFolder;
  beside: { problem(): ErrorDetails | null; preparing(): ConsoleStatus['preparing'] };
  sessions: Sessions;
  sync: HostServices['sync'];
  counts: LiveCounts;
  options: HostOptions;
}): ConsoleStatus {
  const { connection, store, folder, beside, sessions, sync, counts, options } = parts;
  const { site, membership, demonstration, station } = store.state;
  const person = sessions.current(connection);
  return {
    phase: phaseOf(store),
    version: options.version,
    site: site ?? null,
    station: site === undefined ? null : station,
    organisationName: membership?.organisationName ?? null,
    person,
    sync: sync.status(),
    counts: counts.of(sitesShown(site, person)),
    clock: { now: isoOf(options.clock.now()), test: options.clock.onShift !== undefined },
    demonstration,
    preparing: beside.preparing(),
    storeEncryption: encryptionOf(folder, options),
    storeProblem: problemFor(person, beside.problem()),
  };
}

/** Damage concerns everybody whose work may be lost with it. */
function problemFor(person: SignedInPerson | null, problem: ErrorDetails | null): ErrorDetails | null {
  const isTheirs = person?.features.includes('store.manage') === true || problem?.code === 'store-corrupt';
  return isTheirs ? problem : null;
}

export function encryptionOf(
  { encryption }: { readonly encryption: 'on' | 'off' },
  { storeKeyUnavailable }: Pick<HostOptions, 'storeKeyUnavailable'>,
): ConsoleStatus['storeEncryption'] {
  return encryption === 'off' && storeKeyUnavailable === true ? 'unavailable' : encryption;
}

/** With nobody signed in, the tray shows what concerns this console: the office every site, others their own. */
function sitesShown(site: Site | undefined, person: SignedInPerson | null): 'all' | readonly string[] {
  if (person !== null) return visibleSitesOf(person);
  return site === undefined || site.kind === 'office' ? 'all' : [site.id];
}

function phaseOf(store: Store): ConsoleStatus['phase'] {
  const { site, membership } = store.state;
  if (site === undefined) return 'not-set-up';
  // An office where somebody of another office may sign in is still its own people's to set up.
  const somebody = store.get(
    z.object({ id: z.string() }),
    `SELECT p.id FROM person p JOIN credential c ON c.personId = p.id
     WHERE p.active = 1 AND p.siteId = :siteId LIMIT 1`,
    { siteId: site.id },
  );
  if (somebody !== undefined) return 'ready';
  // Nobody yet, or nobody here yet: a second first administrator must not be made because a link is slow.
  return membership !== undefined && !store.state.isCaughtUp ? 'joining' : 'needs-administrator';
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

const nodeTimerWait: TimerWait = {
  set(callback, delayMs) {
    const timeout = setTimeout(callback, delayMs);
    return () => clearTimeout(timeout);
  },
};
