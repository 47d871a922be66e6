import type { Logger } from 'pino';
import type { Actor } from '#shared/access/can.ts';
import type { Json } from '#shared/kernel/canonical-json.ts';
import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import { EXCHANGE_BYTES_DEFAULT } from '#shared/sync/limits.ts';
import type { BlobTransfer } from '../attachments/blob-transfer.ts';
import type { AttentionItem, CommandOutcome, SyncService, SyncStatus } from '../services.ts';
import type { Store } from '../store/store.ts';
import { attentionItems, discardRefused, retryRefused, type Settling } from './attention.ts';
import { backOffMs } from './back-off.ts';
import { type DeviceKey, deviceKey } from './device-key.ts';
import { enrol, type EnrolInput } from './enrol.ts';
import { exchange } from './exchange.ts';
import { type Failure, failureOf } from './failure.ts';
import { outboxOf } from './outbox.ts';
import { normalServerUrl } from './server-url.ts';
import { type ServerLink, serverLink } from './server-link.ts';
import type { SyncTransport } from './transport.ts';

/** Like `setTimeout`; returns the way to cancel. Handed in, so that a test can let hours pass. */
export type Wait = { set(callback: () => void, delayMs: number): () => void };

export type SyncParts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly wait: Wait;
  /** In [0, 1), for the jitter of the back-off. */
  readonly random: () => number;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly transportTo: (serverUrl: string) => SyncTransport;
  readonly blobs: BlobTransfer;
  /** Runs a command again, as `actor`, on today's state; `also` stands or falls with it. */
  readonly runCommand: (request: {
    readonly name: string;
    readonly input: Json;
    readonly actor: Actor;
    also(): void;
  }) => CommandOutcome<unknown>;
  readonly settings?: Partial<SyncSettings>;
};

export type SyncSettings = {
  /** Between exchanges while the server answers and nothing happens here. */
  readonly pollMs: number;
  /** After a commit, so that the commands of one gesture travel together. */
  readonly commitDelayMs: number;
  /** After the server refused this device: only people can change that. */
  readonly refusedMs: number;
  /** Of entries in a request, and of records asked for. */
  readonly budgetBytes: number;
};

const DEFAULTS: SyncSettings = {
  pollMs: 3_000,
  commitDelayMs: 50,
  refusedMs: 5 * 60_000,
  budgetBytes: EXCHANGE_BYTES_DEFAULT,
};

/**
 * Keeps a console and its server in step: one exchange at a time, again while there is more, soon after a
 * commit, every few seconds while the link is up, ever slower while it is down.
 */
export class SyncClient implements SyncService {
  readonly #parts: SyncParts;
  readonly #settings: SyncSettings;
  readonly #listeners = new Set<() => void>();
  #stopFollowing: (() => void) | undefined;
  #cancelWait: (() => void) | undefined;
  #nextAttemptMs: number | undefined;
  #controller: AbortController | undefined;
  #running: Promise<void> | undefined;
  #key: DeviceKey | undefined;
  #transport: { serverUrl: string; transport: SyncTransport } | undefined;
  #failure: Failure | undefined;
  #failures = 0;
  /** Whether the last attempt of this run of the program had an answer. */
  #isOnline = false;
  #isMoving = false;
  #isPaused = false;
  #lastExchangeMs = 0;
  /** Callers of `now` whose exchange has not begun yet, and those whose exchange runs. */
  readonly #waiting: (() => void)[] = [];
  readonly #served: (() => void)[] = [];
  #isStarted = false;

  constructor(parts: SyncParts) {
    this.#parts = parts;
    this.#settings = { ...DEFAULTS, ...parts.settings };
  }

  start(): void {
    this.#isStarted = true;
    this.#stopFollowing = this.#parts.store.onCommit(({ entry }) => {
      if (entry !== undefined) this.#afterCommit();
    });
    this.#schedule(0);
  }

  /** Stops, and waits until a running exchange has let go of the store. */
  async close(): Promise<void> {
    this.#isStarted = false;
    this.#stopFollowing?.();
    this.#cancelWait?.();
    this.#controller?.abort(cancelled());
    await this.#running;
    this.#transport?.transport.close?.();
  }

  /** Ends the waiting: there is reason to believe that an exchange is worth trying now. */
  wake(): void {
    this.#failures = 0;
    if (this.#running === undefined) this.#schedule(this.#settings.commitDelayMs);
  }

  /** The machine woke up or the link changed: what is under way hangs on a dead connection. */
  resume(): void {
    this.#failures = 0;
    // An exchange that was cut off begins anew by itself.
    if (this.#running === undefined) this.#schedule(0);
    else this.#controller?.abort(cancelled());
  }

  onStatus(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  status(): SyncStatus {
    const { store, blobs } = this.#parts;
    const { membership, lastContactAt } = store.state;
    const outbox = outboxOf(store);
    const waiting = membership === undefined ? { files: 0, bytes: 0 } : blobs.waiting();
    const problem = this.#failure?.problem ?? null;
    return {
      link: this.#link(),
      paused: this.#isPaused,
      serverUrl: membership?.serverUrl ?? null,
      outboxEntries: outbox.count('pending'),
      attachmentsWaiting: waiting.files,
      attachmentBytesWaiting: waiting.bytes,
      needsAttention: outbox.count('rejected'),
      lastContactAt: lastContactAt ?? null,
      nextAttemptAt: this.#nextAttemptMs === undefined ? null : isoOf(this.#nextAttemptMs),
      problem: membership === undefined ? null : problem,
    };
  }

  async now(): Promise<SyncStatus> {
    if (!this.#mayTalk()) return this.status();
    // What is under way may have read the outbox before the call: only an exchange that begins now answers it.
    const ended = new Promise<void>((resolve) => this.#waiting.push(resolve));
    void this.#attempt();
    await ended;
    return this.status();
  }

  /** When nothing is under way any more, attachments included. */
  async settled(): Promise<void> {
    await this.#running;
  }

  /** Joins a company with a one-time code and waits for the first exchange. */
  async join(input: Omit<EnrolInput, 'signal'>): Promise<void> {
    const serverUrl = normalServerUrl(input.serverUrl);
    await enrol(this.#parts.store, this.#transportTo(serverUrl), { ...input, serverUrl });
    this.#changed();
    await this.now();
  }

  setPaused(paused: boolean): void {
    if (paused === this.#isPaused) return;
    this.#isPaused = paused;
    this.#isOnline = false;
    this.#failure = undefined;
    if (paused) {
      this.#controller?.abort(cancelled());
      this.#unschedule();
      this.#changed();
    } else this.resume();
  }

  attention(): AttentionItem[] {
    return attentionItems(this.#parts.store);
  }

  retry(actor: Actor, seq: number): CommandOutcome<unknown> {
    const outcome = retryRefused(this.#settling(actor, seq), this.#parts.runCommand);
    this.#changed();
    return outcome;
  }

  discard(actor: Actor, seq: number): void {
    discardRefused(this.#settling(actor, seq));
    this.#changed();
  }

  #settling(actor: Actor, seq: number): Settling {
    const { store, clock } = this.#parts;
    return { store, nowMs: clock.now(), actor, seq };
  }

  #link(): SyncStatus['link'] {
    if (this.#parts.store.state.membership === undefined) return 'not-joined';
    if (this.#failure?.isRefusal) return 'refused';
    if (this.#isMoving) return 'syncing';
    return this.#isOnline ? 'online' : 'offline';
  }

  #afterCommit(): void {
    this.#changed();
    // A running exchange looks at the outbox again before it ends; a link that is down has its own pace.
    if (this.#running === undefined && this.#isOnline) this.#schedule(this.#settings.commitDelayMs);
  }

  #schedule(delayMs: number): void {
    this.#unschedule();
    if (!this.#mayTalk()) return;
    this.#nextAttemptMs = this.#parts.clock.now() + delayMs;
    this.#cancelWait = this.#parts.wait.set(() => void this.#attempt(), delayMs);
  }

  #unschedule(): void {
    this.#cancelWait?.();
    this.#nextAttemptMs = undefined;
  }

  #mayTalk(): boolean {
    return this.#isStarted && !this.#isPaused && this.#parts.store.state.membership !== undefined;
  }

  /** Starts an exchange, or joins the one that runs. Never rejects: what went wrong stands in the status. */
  #attempt(): Promise<void> {
    if (this.#running !== undefined) return this.#running;
    this.#unschedule();
    const controller = new AbortController();
    this.#controller = controller;
    this.#running = this.#run(controller.signal).finally(() => {
      this.#running = undefined;
      this.#controller = undefined;
      this.#answerWaiting();
      this.#changed();
    });
    return this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    let delayMs = this.#settings.pollMs;
    try {
      await this.#talk(signal);
      this.#failures = 0;
    } catch (error) {
      delayMs = signal.aborted ? 0 : this.#fail(error);
    }
    this.#isMoving = false;
    // A commit during the last await was not sent.
    const hasMore = this.#failure === undefined && outboxOf(this.#parts.store).count('pending') > 0;
    this.#schedule(hasMore ? Math.min(delayMs, this.#settings.commitDelayMs) : delayMs);
  }

  /** Entries first; attachments one chunk at a time while no exchange is due. */
  async #talk(signal: AbortSignal): Promise<void> {
    const { blobs } = this.#parts;
    const link = this.#linkToServer();
    for (;;) {
      await this.#exchangeAll(link, signal);
      this.#move(blobs.hasWork());
      this.#answerWaiting();
      while (!this.#isExchangeDue()) {
        if (!(await blobs.step(link, signal))) return;
        this.#changed();
      }
    }
  }

  #isExchangeDue(): boolean {
    const { store, clock } = this.#parts;
    if (this.#waiting.length > 0 || outboxOf(store).count('pending') > 0) return true;
    return clock.monotonicMs() - this.#lastExchangeMs >= this.#settings.pollMs;
  }

  async #exchangeAll(link: ServerLink, signal: AbortSignal): Promise<void> {
    const { store, clock, log } = this.#parts;
    const outbox = outboxOf(store);
    let more = false;
    do {
      this.#served.push(...this.#waiting.splice(0));
      this.#move(more || outbox.count('pending') > 0);
      const outcome = await exchange({ store, link, clock, budgetBytes: this.#settings.budgetBytes }, signal);
      const { sent, rejected, recordsChanged, recordsUnknown } = outcome;
      if (sent + recordsChanged > 0)
        log.info({ sent, rejected, recordsChanged }, 'exchanged with the server');
      if (recordsUnknown > 0)
        log.warn({ recordsUnknown }, 'the server has collections that are unknown here');
      this.#isOnline = true;
      this.#failure = undefined;
      this.#lastExchangeMs = clock.monotonicMs();
      more = outcome.more;
      this.#changed();
    } while (more || outbox.count('pending') > 0);
  }

  /** Tells those whose exchange has ended; the others get one of their own. */
  #answerWaiting(): void {
    for (const resolve of this.#served.splice(0)) resolve();
    if (this.#waiting.length === 0 || this.#running !== undefined) return;
    if (this.#mayTalk()) void this.#attempt();
    else for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #move(isMoving: boolean): void {
    if (this.#isMoving === isMoving) return;
    this.#isMoving = isMoving;
    this.#changed();
  }

  /** Keeps why, and says how long to wait. */
  #fail(error: unknown): number {
    const { log, random } = this.#parts;
    this.#failure = failureOf(error);
    this.#failures += 1;
    this.#isOnline = false;
    log.warn({ err: error, failures: this.#failures }, 'no exchange with the server');
    if (this.#failure.isRefusal) return this.#settings.refusedMs;
    return Math.max(backOffMs(this.#failures, random()), this.#failure.retryAfterMs);
  }

  #linkToServer(): ServerLink {
    const { store } = this.#parts;
    const serverUrl = store.state.membership?.serverUrl ?? '';
    this.#key ??= deviceKey(store);
    return serverLink(this.#key, this.#transportTo(serverUrl));
  }

  #transportTo(serverUrl: string): SyncTransport {
    if (this.#transport?.serverUrl !== serverUrl) {
      this.#transport?.transport.close?.();
      this.#transport = { serverUrl, transport: this.#parts.transportTo(serverUrl) };
    }
    return this.#transport.transport;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function cancelled(): Error {
  return new Error('The exchange was cancelled');
}
