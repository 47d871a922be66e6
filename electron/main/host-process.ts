import type { MessagePortMain } from 'electron';
import { HOST_EXIT_FATAL, HostToMain, type MainToHost, type RecoveryCopy } from '#host/messages.ts';
import { HeartBeat } from './heart-beat.ts';
import type { HostChild } from './host-child.ts';
import { RestartPolicy } from './restart-policy.ts';
import type { KeyForHost } from './store-key.ts';
import { say } from './words.ts';

/** What a person is shown when the host doesn't run and won't by itself. */
export interface HostFailure {
  code: string;
  message: string;
  remedy: string;
  /** What the store could be restored from. */
  copies?: readonly RecoveryCopy[];
}

export type HostWork = Extract<HostToMain, { type: 'work' }>;

export interface HostProcessOptions {
  fork: () => HostChild;
  /** What the host opens its store with, asked for at each start. */
  storeKey: () => Promise<KeyForHost>;
  log: (level: 'info' | 'warn' | 'error', event: string, details?: Record<string, unknown>) => void;
  /** The host can be connected to. Comes again after each restart. */
  onReady: () => void;
  onMessage: (
    message: Extract<
      HostToMain,
      { type: 'alerts' | 'stay-awake' | 'notify' | 'change-key' | 'key-changed' | 'update' }
    >,
  ) => void;
  /** It does something long before it is ready. */
  onWork: (work: HostWork) => void;
  onFailure: (failure: HostFailure) => void;
  monotonicMs?: () => number;
}

/** A start may upgrade a large store; a host that takes longer than this is taken to hang. */
const START_TIMEOUT_MS = 180_000;
/** The time a host has to finish its command and close the store (messages.ts). */
const SHUTDOWN_TIMEOUT_MS = 5_000;
const KILL_TIMEOUT_MS = 2_000;
/** One that is to start again has its store to close, and nobody waits to leave. */
const RESTART_TIMEOUT_MS = 30_000;

const FAILURE_CODES = {
  'host-ended': 'HOST_ENDED',
  'host-cannot-run': 'HOST_CANNOT_RUN',
  'page-crashed': 'PAGE_CRASHED',
} as const;

/** What main itself finds, when the host can't say it any more. */
export function failureOf(what: keyof typeof FAILURE_CODES): HostFailure {
  return {
    code: FAILURE_CODES[what],
    message: say(`failure.${what}`),
    remedy: say(`failure.${what}.remedy`),
  };
}

/**
 * Starts the host, watches it, starts it again when it dies or hangs, and ends it (UP-7 to UP-9). Data never
 * passes here: windows get ports of their own to the host.
 */
export class HostProcess {
  #options: HostProcessOptions;
  #policy = new RestartPolicy();
  #heartBeat: HeartBeat;
  #child: HostChild | undefined;
  #ready = false;
  #stopping = false;
  #restarting = false;
  /** The copy that the next start is to put in the place of the store. */
  #restore: string | undefined;
  #fatal: HostFailure | undefined;
  #timer: NodeJS.Timeout | undefined;
  #exit = Promise.withResolvers<void>();

  constructor(options: HostProcessOptions) {
    this.#options = options;
    this.#heartBeat = new HeartBeat({
      ping: (n) => this.send({ type: 'ping', n }),
      onSilence: () => this.#killHanging('it does not answer'),
    });
  }

  get ready(): boolean {
    return this.#ready;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  start(): void {
    if (this.#child || this.#stopping) return;
    clearTimeout(this.#timer);
    this.#fatal = undefined;
    this.#exit = Promise.withResolvers<void>();
    const child = this.#options.fork();
    this.#child = child;
    child.onMessage((message) => this.#receive(message));
    child.onExit((exitCode) => this.#ended(exitCode));
    void this.#handOverKey(child);
  }

  /** A person asked for it: earlier restarts no longer count. */
  startAgain({ restore }: { restore?: string } = {}): void {
    this.#policy.forget();
    this.#restore = restore;
    this.start();
  }

  /** Ends the host as at quitting and starts it again, for what can't be done while the store is open. */
  async restart(): Promise<void> {
    if (!this.#child || this.#stopping || this.#restarting) return;
    this.#restarting = true;
    clearTimeout(this.#timer);
    this.#heartBeat.stop();
    this.send({ type: 'shutdown' });
    if (!(await this.#exitsWithin(RESTART_TIMEOUT_MS))) this.#killHanging('it did not shut down in time');
  }

  /** Dropped while no host runs; whatever matters is sent again after `onReady`. */
  send(message: MainToHost, ports: MessagePortMain[] = []): void {
    this.#child?.postMessage(message, ports);
  }

  /** Asks the host to finish and close, and kills it if it doesn't. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    this.#heartBeat.stop();
    if (!this.#child) return;
    this.send({ type: 'shutdown' });
    if (await this.#exitsWithin(SHUTDOWN_TIMEOUT_MS)) return;
    this.#options.log('warn', 'host-killed', { reason: 'it did not shut down in time' });
    this.#child.kill();
    await this.#exitsWithin(KILL_TIMEOUT_MS);
  }

  /** The time to start runs from here: a keychain may have to ask a person first. */
  async #handOverKey(child: HostChild): Promise<void> {
    const key = await this.#options.storeKey();
    if (this.#child !== child) return;
    const restore = this.#restore;
    this.#restore = undefined;
    this.send({ type: 'store-key', ...key, ...(restore === undefined ? {} : { restore }) });
    if (!this.#stopping) this.#waitUntilReady();
  }

  #waitUntilReady(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#killHanging('it does not get ready'), START_TIMEOUT_MS);
  }

  #receive(raw: unknown): void {
    const parsed = HostToMain.safeParse(raw);
    if (!parsed.success) {
      this.#options.log('error', 'host-message-unknown', { issues: parsed.error.issues.length });
      return;
    }
    const message = parsed.data;
    switch (message.type) {
      case 'ready':
        clearTimeout(this.#timer);
        this.#ready = true;
        this.#options.log('info', 'host-ready', { startMs: Math.round(message.startMs) });
        this.#heartBeat.start();
        this.#options.onReady();
        return;
      case 'pong':
        this.#heartBeat.answered(message.n);
        return;
      case 'fatal':
        this.#fatal = {
          code: message.code,
          message: message.message,
          remedy: message.remedy,
          ...(message.copies === undefined ? {} : { copies: message.copies }),
        };
        return;
      case 'work':
        if (!this.#stopping) this.#waitUntilReady();
        this.#options.onWork(message);
        return;
      case 'alerts':
      case 'stay-awake':
      case 'notify':
      case 'change-key':
      case 'key-changed':
      case 'update':
        this.#options.onMessage(message);
    }
  }

  #ended(exitCode: number): void {
    clearTimeout(this.#timer);
    this.#heartBeat.stop();
    this.#child = undefined;
    this.#ready = false;
    this.#exit.resolve();
    if (this.#stopping) return;
    if (this.#restarting) {
      this.#restarting = false;
      this.start();
      return;
    }
    this.#options.log('error', 'host-ended', { exitCode, fatal: this.#fatal?.code });
    if (this.#fatal || exitCode === HOST_EXIT_FATAL) {
      this.#options.onFailure(this.#fatal ?? failureOf('host-cannot-run'));
      return;
    }
    const delayMs = this.#policy.nextDelayMs(this.#nowMs());
    if (delayMs === undefined) this.#options.onFailure(failureOf('host-ended'));
    else this.#timer = setTimeout(() => this.start(), delayMs);
  }

  #killHanging(reason: string): void {
    this.#options.log('error', 'host-killed', { reason });
    this.#child?.kill();
  }

  async #exitsWithin(timeoutMs: number): Promise<boolean> {
    const late = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => late.resolve(false), timeoutMs);
    const inTime = await Promise.race([this.#exit.promise.then(() => true), late.promise]);
    clearTimeout(timer);
    return inTime;
  }

  #nowMs(): number {
    return this.#options.monotonicMs?.() ?? performance.now();
  }
}
