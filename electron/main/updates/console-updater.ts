import fs from 'node:fs';
import path from 'node:path';
import type { AppUpdater, CancellationToken, ProgressInfo } from 'electron-updater';
import { type HostToMain, NO_UPDATE, type UpdateState } from '#host/messages.ts';
import type { ReleaseFeed } from '#shared/kernel/release-feed.ts';
import { say } from '../words.ts';
import { assertSigned, ReleaseRefused, trustedFeed } from './verify-release.ts';

export type UpdateAction = Extract<HostToMain, { type: 'update' }>['action'];

/** The part of electron-updater that is used. */
export type UpdateEngine = Pick<
  AppUpdater,
  | 'autoDownload'
  | 'autoInstallOnAppQuit'
  | 'allowDowngrade'
  | 'disableWebInstaller'
  | 'channel'
  | 'logger'
  | 'setFeedURL'
  | 'checkForUpdates'
  | 'downloadUpdate'
  | 'quitAndInstall'
  | 'on'
> & { updateConfigPath: string | null };

export interface LoadedEngine {
  engine: UpdateEngine;
  cancellation: () => CancellationToken;
}

export interface ConsoleUpdaterOptions {
  /** Loaded when it is first needed; a console that is never asked does not pay for it. */
  engine: () => Promise<LoadedEngine>;
  /** The publisher's; none: this build does not update itself. */
  keys: readonly string[];
  ownVersion: string;
  /** For what electron-updater wants to read from a file. */
  dataFolder: string;
  onState: (state: UpdateState) => void;
  log: (level: 'info' | 'warn' | 'error', event: string, details?: Record<string, unknown>) => void;
  /** Ends what has to end before the program's files are replaced; the store is closed then. */
  beforeInstall: () => Promise<void>;
  /** The installation did not begin, so the program is to go on. */
  afterFailedInstall: () => void;
}

/** An administrator looks at it once in a while; more would be traffic between the processes for nothing. */
const PROGRESS_STEP_MS = 250;
const NO_FEED = 'ERR_UPDATER_CHANNEL_FILE_NOT_FOUND';

/**
 * Fetches newer versions and installs them, one step at a time and each because it was asked for. What may be
 * installed is the publisher's word alone; when, the host's.
 */
export class ConsoleUpdater {
  readonly #options: ConsoleUpdaterOptions;
  #state: UpdateState;
  #loaded: LoadedEngine | undefined;
  #feed: ReleaseFeed | undefined;
  #file: string | undefined;
  #cancel: CancellationToken | undefined;
  #lastError: Error | undefined;
  #progressToldAtMs = 0;
  #busy: Promise<void> = Promise.resolve();

  constructor(options: ConsoleUpdaterOptions) {
    this.#options = options;
    this.#state = options.keys.length === 0 ? { ...NO_UPDATE, phase: 'off', off: 'no-key' } : NO_UPDATE;
  }

  get state(): UpdateState {
    return this.#state;
  }

  /** Tells the host again, which may have started anew. */
  tell(): void {
    this.#options.onState(this.#state);
  }

  /** One after the other. Resolves when it is done or has failed; never rejects. */
  act(action: UpdateAction): Promise<void> {
    if (action.what === 'cancel') {
      this.#cancel?.cancel();
      return Promise.resolve();
    }
    this.#busy = this.#busy.then(() => this.#try(action));
    return this.#busy;
  }

  async #try(action: Exclude<UpdateAction, { what: 'cancel' }>): Promise<void> {
    if (this.#state.phase === 'off') return;
    try {
      if (action.what === 'check') await this.#check(action);
      else if (action.what === 'download') await this.#download();
      else await this.#install();
    } catch (error) {
      const isRefused = error instanceof ReleaseRefused;
      const message = error instanceof Error ? error.message : String(error);
      this.#options.log(isRefused ? 'error' : 'warn', 'update-failed', { step: action.what, message });
      if (isRefused) this.#discard();
      // A check that found no link takes nothing away from what is ready to be installed.
      if (action.what === 'check' && this.#state.phase === 'ready') return;
      const problem = isRefused
        ? { message, remedy: say('update.refused.remedy') }
        : { message: say('update.failed'), remedy: say('update.failed.remedy') };
      this.#set({ ...this.#offered(), phase: 'failed', problem });
    }
  }

  async #check({ feedUrl, channel }: Extract<UpdateAction, { what: 'check' }>): Promise<void> {
    const engine = await this.#engineFor(feedUrl, channel);
    const isReady = this.#state.phase === 'ready';
    if (!isReady) this.#set({ ...NO_UPDATE, phase: 'checking' });
    const result = await askServer(engine);
    // What was fetched stays on offer while the server offers it; one that was pulled does not.
    if (isReady && versionIn(result) === this.#feed?.version) return;
    this.#discard();
    if (result === null) {
      this.#set({ ...NO_UPDATE, phase: 'off', off: 'not-installed' });
      return;
    }
    if (result === 'nothing-offered' || !result.isUpdateAvailable) {
      this.#set({ ...NO_UPDATE, phase: 'up-to-date' });
      return;
    }
    const { keys, ownVersion } = this.#options;
    this.#feed = trustedFeed(result.updateInfo, { keys, ownVersion });
    this.#set({ ...this.#offered(), phase: 'available' });
  }

  async #download(): Promise<void> {
    const [loaded, feed] = [this.#loaded, this.#feed];
    if (loaded === undefined || feed === undefined || this.#state.phase === 'ready') return;
    const cancel = loaded.cancellation();
    this.#cancel = cancel;
    this.#set({ ...this.#offered(), phase: 'downloading', doneBytes: 0 });
    try {
      const [file] = await loaded.engine.downloadUpdate(cancel);
      if (file === undefined) throw new Error('nothing was downloaded');
      await assertSigned(file, feed, this.#options.keys);
      this.#file = file;
      this.#set({ ...this.#offered(), phase: 'ready' });
    } catch (error) {
      if (!cancel.cancelled) throw error;
      this.#set({ ...this.#offered(), phase: 'available' });
    } finally {
      this.#cancel = undefined;
    }
  }

  /** The file is looked at once more: it has lain on the disk since. */
  async #install(): Promise<void> {
    const [engine, feed, file] = [this.#loaded?.engine, this.#feed, this.#file];
    if (engine === undefined || feed === undefined || file === undefined) return;
    await assertSigned(file, feed, this.#options.keys);
    this.#set({ ...this.#offered(), phase: 'installing' });
    this.#options.log('info', 'update-installs', { version: feed.version });
    await this.#options.beforeInstall();
    this.#lastError = undefined;
    try {
      engine.quitAndInstall(true, true);
    } catch (error) {
      this.#lastError = error instanceof Error ? error : new Error(String(error));
    }
    if (this.#lastError === undefined) return;
    this.#options.afterFailedInstall();
    throw this.#lastError;
  }

  async #engineFor(feedUrl: string, channel: 'latest' | 'early'): Promise<UpdateEngine> {
    const isFirst = this.#loaded === undefined;
    this.#loaded ??= await this.#options.engine();
    const { engine } = this.#loaded;
    if (isFirst) {
      engine.updateConfigPath = this.#configFile();
      engine.logger = null;
      engine.autoDownload = false;
      engine.autoInstallOnAppQuit = false;
      engine.disableWebInstaller = true;
      engine.on('download-progress', (progress) => this.#progress(progress));
      // Without a listener it would end the program. Only an installation tells of its failure in no other way.
      engine.on('error', (error) => {
        this.#lastError = error;
      });
    }
    // The server answers one range a request. Setting a channel allows older versions, which is taken back.
    engine.setFeedURL({ provider: 'generic', url: feedUrl, useMultipleRangeRequest: false });
    engine.channel = channel;
    engine.allowDowngrade = false;
    return engine;
  }

  /** electron-updater reads the name of its own folder from a file that only some ways of packaging write. */
  #configFile(): string {
    const file = path.join(this.#options.dataFolder, 'updates.json');
    fs.writeFileSync(file, JSON.stringify({ provider: 'generic', updaterCacheDirName: 'fairlead-updates' }));
    return file;
  }

  #progress({ transferred, total }: ProgressInfo): void {
    if (this.#state.phase !== 'downloading') return;
    const nowMs = performance.now();
    if (nowMs - this.#progressToldAtMs < PROGRESS_STEP_MS) return;
    this.#progressToldAtMs = nowMs;
    this.#set({ ...this.#state, doneBytes: transferred, totalBytes: total });
  }

  #offered(): UpdateState {
    const feed = this.#feed;
    if (feed === undefined) return NO_UPDATE;
    return {
      ...NO_UPDATE,
      version: feed.version,
      notes: feed.releaseNotes,
      releasedAt: feed.releaseDate,
      totalBytes: Math.max(...feed.files.map(({ size }) => size)),
    };
  }

  #discard(): void {
    if (this.#file !== undefined) fs.rmSync(this.#file, { force: true });
    this.#feed = undefined;
    this.#file = undefined;
  }

  #set(state: UpdateState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}

type Found = Awaited<ReturnType<UpdateEngine['checkForUpdates']>> | 'nothing-offered';

/** A server that has published nothing, or pulled what it had, has no feed. */
async function askServer(engine: UpdateEngine): Promise<Found> {
  try {
    return await engine.checkForUpdates();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === NO_FEED) return 'nothing-offered';
    throw error;
  }
}

function versionIn(found: Found): string | undefined {
  return found === null || found === 'nothing-offered' || !found.isUpdateAvailable
    ? undefined
    : found.updateInfo.version;
}
