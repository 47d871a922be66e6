import type { Logger } from 'pino';
import type { Actor } from '#shared/access/can.ts';
import type { Json } from '#shared/kernel/canonical-json.ts';
import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import type { BlobTransfer } from '../attachments/blob-transfer.ts';
import type {
  AttentionItem,
  CommandOutcome,
  ExchangeFileOutcome,
  ExchangeFileToSave,
  SyncService,
  SyncStatus,
} from '../services.ts';
import type { Store } from '../store/store.ts';
import { attentionItems, discardRefused, retryRefused, type Settling } from './attention.ts';
import type { Conflicts } from './conflicts.ts';
import { Conversation, type Server } from './conversation.ts';
import { type DeviceKey, deviceKey } from './device-key.ts';
import { enrol, type EnrolInput } from './enrol.ts';
import { type Failure, failureOf } from './failure.ts';
import { openExchange, saveExchange } from './file-exchange.ts';
import { lanesWaiting } from './lanes-waiting.ts';
import type { ExchangeSummary } from './exchange-meter.ts';
import { LinkClass, type LinkPolicy, policyOf, withoutRestraint } from './link-class.ts';
import { LiveKeeper } from './live-keeper.ts';
import type { LiveTo } from './live-transport.ts';
import { outboxOf } from './outbox.ts';
import { type ServerLink, serverLink } from './server-link.ts';
import { normalServerUrl } from './server-url.ts';
import {
  isRunning,
  step,
  STOPPED,
  type SyncEffect,
  type SyncEvent,
  type SyncState,
} from './state-machine.ts';
import { type SyncTransport, unreachable } from './transport.ts';
import { obeyWipeOrder, type Wipe } from './wipe-order.ts';

/** Like `setTimeout`; returns the way to cancel. Handed in, so that a test can let hours pass. */
export type Wait = { set(callback: () => void, delayMs: number): () => void };

export type SyncParts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly wait: Wait;
  /** In [0, 1), for the jitter of the back-off. */
  readonly random: () => number;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly transportTo: (serverUrl: string, options: Pick<LinkPolicy, 'hasShortHandshake'>) => SyncTransport;
  /** Absent where there is no way to hear of news: then it is asked for. */
  readonly liveTo?: LiveTo;
  readonly blobs: BlobTransfer;
  /** Until a person says otherwise. */
  readonly linkClass?: LinkClass;
  /** Where conflicts are kept for people to see; without it nobody asks for them. */
  readonly conflicts?: Conflicts;
  /** Told of each exchange that has ended. */
  readonly onExchange?: (summary: ExchangeSummary) => void;
  /** Runs a command again, as `actor`, on today's state; `also` stands or falls with it. */
  readonly runCommand: (request: {
    readonly name: string;
    readonly input: Json;
    readonly actor: Actor;
    also(): void;
  }) => CommandOutcome<unknown>;
  readonly settings?: Partial<SyncSettings>;
  readonly wipe?: Wipe;
};

export type SyncSettings = {
  /** Between exchanges while the server answers and nothing happens here; by the class of the link when absent. */
  readonly pollMs?: number;
  /** The same while a live connection tells of news: for a word of news that got lost. */
  readonly sweepMs: number;
  /** After a commit, so that the commands of one gesture travel together. */
  readonly commitDelayMs: number;
  /** After the server refused this device: only people can change that. */
  readonly refusedMs: number;
  /** Of entries in a request, and of records asked for; by the class of the link when absent. */
  readonly budgetBytes?: number;
};

const DEFAULTS: SyncSettings = { sweepMs: 5 * 60_000, commitDelayMs: 50, refusedMs: 5 * 60_000 };

/**
 * Keeps a console and its server in step. What it does when stands in state-machine.ts; this carries it out: one
 * exchange at a time, again while there is more, then attachments piece by piece while no exchange is due.
 */
export class SyncClient implements SyncService {
  readonly #parts: SyncParts;
  readonly #settings: SyncSettings;
  readonly #conversation: Conversation;
  readonly #live: LiveKeeper;
  readonly #listeners = new Set<() => void>();
  #state: SyncState = STOPPED;
  #linkClass: LinkClass;
  #isUnrestrained = false;
  #wantsConflicts = false;
  #stopFollowing: (() => void) | undefined;
  #cancelWait: (() => void) | undefined;
  #nextAttemptMs: number | undefined;
  #controller: AbortController | undefined;
  #running: Promise<void> | undefined;
  #key: DeviceKey | undefined;
  #transport: { serverUrl: string; hasShortHandshake: boolean; transport: SyncTransport } | undefined;
  #failure: Failure | undefined;
  /** Whether the last attempt of this run of the program had an answer. */
  #isOnline = false;
  #isMoving = false;
  #lastExchangeMs = 0;
  /** Callers of `now` whose exchange has not begun yet, and those whose exchange runs. */
  readonly #waiting: (() => void)[] = [];
  readonly #served: (() => void)[] = [];

  constructor(parts: SyncParts) {
    this.#parts = parts;
    this.#settings = { ...DEFAULTS, ...parts.settings };
    const chosen = LinkClass.safeParse(parts.store.state.linkClass).data;
    this.#linkClass = chosen ?? parts.linkClass ?? 'broadband';
    this.#conversation = new Conversation({ ...parts, onChanged: () => this.#changed() });
    this.#live = new LiveKeeper({
      ...parts,
      onNews: () => this.#happened({ type: 'news' }),
      // What was told while nobody listened is asked for.
      onOpen: () => this.#happened({ type: 'news' }),
      onClosed: () => this.#lostLive(),
    });
  }

  start(): void {
    const { store } = this.#parts;
    this.#stopFollowing = store.onCommit(({ entry }) => {
      if (entry !== undefined) this.#committed();
    });
    const { membership, isSyncPaused } = store.state;
    this.#happened({ type: 'started', isJoined: membership !== undefined, isPaused: isSyncPaused });
  }

  /** Stops, and waits until a running exchange has let go of the store. */
  async close(): Promise<void> {
    this.#stopFollowing?.();
    this.#happened({ type: 'closed' });
    this.#live.close();
    await this.#running;
    this.#transport?.transport.close?.();
  }

  /** Ends the waiting: there is reason to believe that an exchange is worth trying now. */
  wake(): void {
    if (!isRunning(this.#state)) this.#happened({ type: 'woken' });
  }

  /** The machine woke up or the link changed: what is under way hangs on a dead connection. */
  resume(): void {
    this.#live.close();
    this.#conversation.forgetLink();
    this.#happened({ type: 'woken' });
  }

  onStatus(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  status(): SyncStatus {
    const { store, blobs } = this.#parts;
    const { membership, lastContactAt, isSyncPaused } = store.state;
    const outbox = outboxOf(store);
    const waiting = membership === undefined ? { files: 0, bytes: 0 } : blobs.waiting();
    const policy = this.#policy();
    return {
      link: this.#link(),
      phase: this.#state.phase,
      paused: isSyncPaused,
      isLive: this.#live.isOpen,
      linkClass: this.#linkClass,
      serverUrl: membership?.serverUrl ?? null,
      outboxEntries: outbox.count('pending'),
      lanes: lanesWaiting(store, policy),
      attachmentsWaiting: waiting.files,
      attachmentBytesWaiting: waiting.bytes,
      attachmentsTravel: policy.carriesAttachments ? 'now' : 'on-a-cheaper-link',
      progress: this.#conversation.progress,
      needsAttention: outbox.count('rejected'),
      lastContactAt: lastContactAt ?? null,
      nextAttemptAt: this.#nextAttemptMs === undefined ? null : isoOf(this.#nextAttemptMs),
      problem: membership === undefined ? null : (this.#failure?.problem ?? null),
    };
  }

  async now(): Promise<SyncStatus> {
    if (!this.#mayTalk()) return this.status();
    // What is under way may have read the outbox before the call: only an exchange that begins now answers it.
    const ended = new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#happened({ type: 'asked' });
    await ended;
    return this.status();
  }

  sendEverything(): Promise<SyncStatus> {
    this.#isUnrestrained = true;
    return this.now();
  }

  exportFile(): ExchangeFileToSave {
    return saveExchange(this.#parts);
  }

  async importFile({ base64 }: { base64: string }): Promise<ExchangeFileOutcome> {
    const outcome = await openExchange(this.#parts, base64, () => {
      const { key, transport } = this.#server();
      return serverLink(key, transport);
    });
    this.#changed();
    return outcome;
  }

  /** For what a person waits for, beside the exchanges. */
  link(): ServerLink {
    if (!this.#mayTalk()) throw unreachable('this console has no server, or its link is held down');
    const { key, transport } = this.#server();
    return serverLink(key, transport);
  }

  setLinkClass(linkClass: LinkClass): void {
    if (linkClass === this.#linkClass) return;
    const { store } = this.#parts;
    store.bookkeeping(() => {
      store.state.linkClass = linkClass;
    });
    this.#linkClass = linkClass;
    this.#isUnrestrained = false;
    this.resume();
    this.#changed();
  }

  fetchConflicts(): void {
    const { conflicts, clock } = this.#parts;
    if (!this.#mayTalk() || conflicts?.isFresh(clock.now()) !== false) return;
    this.#wantsConflicts = true;
    this.#happened({ type: 'asked' });
  }

  /** When nothing is under way any more, attachments included. */
  async settled(): Promise<void> {
    await this.#running;
  }

  /** Joins a company with a one-time code and waits for the first exchange. */
  async join(input: Omit<EnrolInput, 'signal'>): Promise<void> {
    const serverUrl = normalServerUrl(input.serverUrl);
    await enrol(this.#parts.store, this.#transportTo(serverUrl), { ...input, serverUrl });
    // The console may have taken another identity.
    this.#key = undefined;
    this.#live.close();
    this.#happened({ type: 'joined' });
    await this.now();
  }

  setPaused(paused: boolean): void {
    const { store } = this.#parts;
    if (paused === store.state.isSyncPaused) return;
    store.bookkeeping(() => {
      store.state.isSyncPaused = paused;
    });
    this.#isOnline = false;
    this.#isUnrestrained = false;
    this.#failure = undefined;
    if (paused) this.#live.close();
    this.#happened({ type: paused ? 'paused' : 'released' });
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

  #policy(): LinkPolicy {
    const policy = policyOf(this.#linkClass, this.#parts.store.state.linkRules);
    const { pollMs = policy.pollMs, budgetBytes = policy.budgetBytesMax } = this.#settings;
    const own = { ...policy, pollMs, budgetBytesMax: budgetBytes };
    return this.#isUnrestrained ? withoutRestraint(own) : own;
  }

  #happened(event: SyncEvent): void {
    const { commitDelayMs, refusedMs, sweepMs } = this.#settings;
    const policy = this.#policy();
    const askMs = this.#live.isOpen ? sweepMs : policy.pollMs;
    const pollMs = Math.min(askMs, this.#conversation.nextAttachmentInMs(policy) ?? askMs);
    const { state, effects } = step(this.#state, event, { pollMs, commitDelayMs, refusedMs });
    this.#state = state;
    for (const effect of effects) this.#carryOut(effect);
    this.#changed();
  }

  #carryOut(effect: SyncEffect): void {
    switch (effect.do) {
      case 'begin':
        this.#begin();
        return;
      case 'cut':
        this.#controller?.abort(new Error('The exchange was cancelled'));
        return;
      case 'stop-waiting':
        this.#stopWaiting();
        return;
      case 'wait':
        this.#stopWaiting();
        this.#nextAttemptMs = this.#parts.clock.now() + effect.delayMs;
        this.#cancelWait = this.#parts.wait.set(() => this.#happened({ type: 'due' }), effect.delayMs);
    }
  }

  #stopWaiting(): void {
    this.#cancelWait?.();
    this.#nextAttemptMs = undefined;
  }

  #committed(): void {
    const isUrgent = isRunning(this.#state) && this.#conversation.isUrgent();
    this.#happened({ type: isUrgent ? 'urgent' : 'committed' });
  }

  /** The server restarts, or the link is down: what it was goes on by asking, not all consoles at once. */
  #lostLive(): void {
    if (this.#state.phase !== 'idle') return;
    const delayMs = Math.round(this.#policy().pollMs * this.#parts.random());
    this.#carryOut({ do: 'wait', delayMs });
    this.#changed();
  }

  #mayTalk(): boolean {
    return !['stopped', 'not-joined', 'paused'].includes(this.#state.phase);
  }

  #begin(): void {
    const controller = new AbortController();
    this.#controller = controller;
    const before = this.#running ?? Promise.resolve();
    const running = before
      .then(() => this.#run(controller.signal))
      .then((event) => {
        if (this.#running === running) this.#running = undefined;
        this.#isMoving = false;
        // What was cut off and has ended late says nothing of the one that has begun since.
        if (this.#controller === controller) this.#happened(event);
        this.#answerWaiting();
      });
    this.#running = running;
  }

  /** Never rejects: what went wrong stands in the status. */
  async #run(signal: AbortSignal): Promise<SyncEvent> {
    try {
      if (signal.aborted) return { type: 'cut' };
      await this.#talk(signal);
      const policy = this.#policy();
      // A commit during the last await was not sent.
      const hasMore = this.#conversation.hasOutgoing(policy);
      if (!hasMore && !this.#conversation.hasAttachments(policy)) this.#isUnrestrained = false;
      if (!hasMore) await this.#live.want(this.#server(), policy, signal);
      return { type: 'ended', hasMore: this.#conversation.hasOutgoing(policy) };
    } catch (error) {
      if (signal.aborted) return { type: 'cut' };
      await obeyWipeOrder(this.#parts, { error, server: () => this.#server(), signal });
      return this.#fail(error);
    }
  }

  async #talk(signal: AbortSignal): Promise<void> {
    for (;;) {
      const sentUrgent = await this.#exchangeAll(signal);
      // On a dear link a page that somebody looks at does not lengthen what somebody is in need of.
      if (!sentUrgent || this.#policy().carriesAttachments) await this.#fetchConflicts(signal);
      this.#move(this.#conversation.hasAttachments(this.#policy()));
      this.#answerWaiting();
      while (!this.#isExchangeDue()) {
        if (!(await this.#conversation.moveAttachment(this.#server(), this.#policy(), signal))) return;
        this.#happened({ type: 'transferring' });
      }
    }
  }

  /** For people to see: only a link that breaks is a reason to end here. */
  async #fetchConflicts(signal: AbortSignal): Promise<void> {
    const { conflicts, log } = this.#parts;
    if (conflicts === undefined || !this.#wantsConflicts) return;
    try {
      await this.#conversation.fetchConflicts(this.#server(), conflicts, signal);
      this.#wantsConflicts = false;
    } catch (error) {
      if (signal.aborted || (isDomainError(error) && error.code === 'server-unreachable')) throw error;
      this.#wantsConflicts = false;
      log.warn({ err: error }, 'conflicts could not be fetched');
    }
  }

  #isExchangeDue(): boolean {
    const { clock } = this.#parts;
    const policy = this.#policy();
    if (this.#waiting.length > 0 || this.#conversation.hasOutgoing(policy)) return true;
    return clock.monotonicMs() - this.#lastExchangeMs >= policy.pollMs;
  }

  /** Whether anything urgent was among what was sent. */
  async #exchangeAll(signal: AbortSignal): Promise<boolean> {
    let more = false;
    let sentUrgent = false;
    do {
      const policy = this.#policy();
      this.#served.push(...this.#waiting.splice(0));
      this.#move(more || this.#conversation.hasOutgoing(policy));
      const outcome = await this.#conversation.exchange(this.#server(), policy, signal);
      this.#isOnline = true;
      this.#failure = undefined;
      this.#lastExchangeMs = this.#parts.clock.monotonicMs();
      more = outcome.more;
      sentUrgent ||= outcome.sentUrgent;
      // What it costs is little, but on a dear link only who wants to see them pays it.
      if (outcome.overridden > 0 && policy.carriesAttachments) this.#wantsConflicts = true;
      this.#happened({ type: 'answered' });
    } while (more || this.#conversation.hasOutgoing(this.#policy()));
    return sentUrgent;
  }

  /** Tells those whose exchange has ended; the others get one of their own. */
  #answerWaiting(): void {
    for (const resolve of this.#served.splice(0)) resolve();
    if (this.#waiting.length === 0 || isRunning(this.#state)) return;
    if (this.#mayTalk()) this.#happened({ type: 'asked' });
    else for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #move(isMoving: boolean): void {
    if (this.#isMoving === isMoving) return;
    this.#isMoving = isMoving;
    this.#changed();
  }

  #fail(error: unknown): SyncEvent {
    const { log, random } = this.#parts;
    const failure = failureOf(error);
    this.#failure = failure;
    this.#isOnline = false;
    log.warn({ err: error, failures: this.#state.failures + 1 }, 'no exchange with the server');
    const { isRefusal, retryAfterMs } = failure;
    return { type: 'failed', isRefusal, retryAfterMs, random: random() };
  }

  #server(): Server {
    const { store } = this.#parts;
    const serverUrl = store.state.membership?.serverUrl ?? '';
    const key = (this.#key ??= deviceKey(store));
    const transport = this.#transportTo(serverUrl);
    return { key, transport, live: this.#live.wayTo({ key, transport }, this.#policy()) };
  }

  #transportTo(serverUrl: string): SyncTransport {
    const { hasShortHandshake } = this.#policy();
    const known = this.#transport;
    if (known?.serverUrl === serverUrl && known.hasShortHandshake === hasShortHandshake)
      return known.transport;
    known?.transport.close?.();
    const transport = this.#parts.transportTo(serverUrl, { hasShortHandshake });
    this.#transport = { serverUrl, hasShortHandshake, transport };
    return transport;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
