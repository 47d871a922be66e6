import type { Logger } from 'pino';
import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import type { ExchangeRequest } from '#shared/sync/wire.ts';
import type { BlobTransfer } from '../attachments/blob-transfer.ts';
import type { SyncStatus } from '../services.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { Store } from '../store/store.ts';
import type { Conflicts } from './conflicts.ts';
import { chunkBytes, exchangeBytes, type LinkEstimate, unknownLink } from './budget.ts';
import type { DeviceKey } from './device-key.ts';
import { buildRequest, exchange, type ExchangeOutcome } from './exchange.ts';
import { ExchangeMeter, type ExchangeSummary } from './exchange-meter.ts';
import type { LinkPolicy } from './link-class.ts';
import type { LiveWay } from './live-keeper.ts';
import { outboxOf } from './outbox.ts';
import { choosingLink, type ServerLink } from './server-link.ts';
import { ServerRefusal, type SyncTransport } from './transport.ts';
import { isDomainError } from '#shared/kernel/errors.ts';

export type ConversationParts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  readonly blobs: BlobTransfer;
  onChanged(): void;
  /** Told of each exchange that has ended, in whatever way. */
  onExchange?(summary: ExchangeSummary): void;
};

/** The ways to the server as they are now. */
export type Server = {
  readonly key: DeviceKey;
  readonly transport: SyncTransport;
  readonly live: LiveWay;
};

/**
 * What is said to the server: which message next, how large, and which way. A message that went in parts and broke
 * off is said again word for word, because only then does the server go on where it was.
 */
export class Conversation {
  readonly #parts: ConversationParts;
  readonly #begun = new Set<string>();
  #estimate: LinkEstimate = unknownLink();
  #unfinished: ExchangeRequest | undefined;
  /** Entries that have overtaken it. */
  readonly #meanwhile = new Set<number>();
  #progress: SyncStatus['progress'] = null;
  #attachments: ExchangeMeter | undefined;

  constructor(parts: ConversationParts) {
    this.#parts = parts;
  }

  get progress(): SyncStatus['progress'] {
    return this.#progress;
  }

  /** The link is another one now. */
  forgetLink(): void {
    this.#estimate = unknownLink();
  }

  /** Whether something urgent waits that the message under way in parts does not carry. */
  isUrgent(): boolean {
    const { store } = this.#parts;
    const unfinished = this.#unfinished;
    // Before the first answer there is nothing that an answer to an urgent message could leave as it is.
    if (unfinished === undefined || store.state.progress.epoch === '') return false;
    const sent = new Set(unfinished.entries.map(({ seq }) => seq));
    const urgent = connectionOf(store.db)
      .statement(`SELECT seq FROM journal WHERE state = 'pending' AND lane = 0`)
      .pluck()
      // The column is an INTEGER in a STRICT table.
      .all() as number[];
    return urgent.some((seq) => !sent.has(seq));
  }

  /** What the server could not read lately waits, and is no reason to ask. */
  hasOutgoing({ lanes }: LinkPolicy): boolean {
    const { store, clock } = this.#parts;
    return outboxOf(store).hasNext(lanes, isoOf(clock.now()));
  }

  async exchange(server: Server, policy: LinkPolicy, signal: AbortSignal): Promise<ExchangeOutcome> {
    const { store, clock, log } = this.#parts;
    const { lanes } = policy;
    const budgetBytes = exchangeBytes(this.#estimate, policy.budgetBytesMax);
    const nowMs = clock.now();
    const isUrgent = this.isUrgent();
    // It asks for nothing, so that the answer to the unfinished message will still fit.
    const request: ExchangeRequest = isUrgent
      ? { ...buildRequest(store, { budgetBytes, lanes: [0], nowMs }), lanes: [] }
      : (this.#unfinished ?? buildRequest(store, { budgetBytes, lanes, nowMs }));
    this.#endAttachments(null);
    const meter = new ExchangeMeter(clock, 'http');
    const link = this.#linkFor(server, isUrgent ? undefined : request, meter);
    try {
      const meanwhile = isUrgent ? NONE : this.#meanwhile;
      const parts = { store, link, clock, budgetBytes, lanes, request, meanwhile };
      const outcome = await exchange(parts, signal);
      if (isUrgent) this.#overtaken(request, outcome);
      else this.#finish();
      this.#ended(meter, { entries: outcome.sent, records: outcome.recordsChanged, problem: null });
      const { sent, rejected, recordsChanged, recordsUnknown } = outcome;
      if (sent + recordsChanged > 0)
        log.info({ sent, rejected, recordsChanged }, 'exchanged with the server');
      if (recordsUnknown > 0)
        log.warn({ recordsUnknown }, 'the server has collections that are unknown here');
      return isUrgent ? { ...outcome, more: true } : outcome;
    } catch (error) {
      // Kept for the next attempt only where the link is at fault.
      const isLink = signal.aborted || (isDomainError(error) && error.code === 'server-unreachable');
      if (!isLink || error instanceof ServerRefusal) this.#finish();
      const problem = problemOf(error, signal);
      if (problem !== undefined) this.#ended(meter, { entries: request.entries.length, records: 0, problem });
      throw error;
    }
  }

  #finish(): void {
    this.#unfinished = undefined;
    this.#meanwhile.clear();
  }

  /** Records that came along are newer than what the answer to the unfinished message tells of them. */
  #overtaken({ entries }: ExchangeRequest, { recordsChanged }: ExchangeOutcome): void {
    if (recordsChanged > 0) this.#finish();
    else for (const { seq } of entries) this.#meanwhile.add(seq);
  }

  /** Asks for what conflicts there were, so that people can see them. */
  async fetchConflicts(server: Server, conflicts: Conflicts, signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    const meter = new ExchangeMeter(clock, 'http');
    const records = await conflicts.fetch(this.#linkFor(server, undefined, meter), clock, signal);
    this.#ended(meter, { entries: 0, records, problem: null });
  }

  /** Moves one piece of an attachment. False when there is none to move now. */
  async moveAttachment(server: Server, policy: LinkPolicy, signal: AbortSignal): Promise<boolean> {
    const { blobs, clock } = this.#parts;
    const limits = { chunkBytes: chunkBytes(this.#estimate), onlyPreviews: !policy.carriesAttachments };
    const meter = (this.#attachments ??= new ExchangeMeter(clock, 'attachments'));
    try {
      const hasMoved = await blobs.step(this.#linkFor(server, undefined, meter), signal, limits);
      if (!hasMoved) this.#endAttachments(null);
      return hasMoved;
    } catch (error) {
      this.#endAttachments(problemOf(error, signal) ?? null);
      throw error;
    }
  }

  /** Pieces that followed one another are one transfer. */
  #endAttachments(problem: ExchangeSummary['problem']): void {
    const meter = this.#attachments;
    this.#attachments = undefined;
    if (meter?.hasMoved === true || (meter !== undefined && problem !== null)) {
      this.#ended(meter, { entries: 0, records: 0, problem });
    }
  }

  #ended(meter: ExchangeMeter, outcome: Parameters<ExchangeMeter['ended']>[0]): void {
    this.#parts.onExchange?.(meter.ended(outcome));
  }

  /** Nobody tells when the other side has got what it lacked: it is asked for again after this time. */
  nextAttachmentInMs(policy: LinkPolicy): number | undefined {
    return this.#parts.blobs.nextInMs({ onlyPreviews: !policy.carriesAttachments });
  }

  hasAttachments(policy: LinkPolicy): boolean {
    return this.#parts.blobs.hasWork({ onlyPreviews: !policy.carriesAttachments });
  }

  #linkFor(server: Server, request: ExchangeRequest | undefined, meter: ExchangeMeter): ServerLink {
    return choosingLink({
      ...server,
      onMoved: (moved) => meter.add(moved),
      clock: this.#parts.clock,
      begun: this.#begun,
      answerBytes: request === undefined || request.lanes.length === 0 ? 0 : request.budgetBytes,
      estimate: () => this.#estimate,
      learn: (estimate) => {
        this.#estimate = estimate;
      },
      onParts: () => {
        if (request !== undefined) this.#unfinished = request;
      },
      onProgress: (progress) => {
        if (progress === null && this.#progress === null) return;
        this.#progress = progress;
        this.#parts.onChanged();
      },
    });
  }
}

const NONE: ReadonlySet<number> = new Set();

/** What a failed exchange is remembered by; undefined for what is a fault of this program. */
function problemOf(error: unknown, signal: AbortSignal): NonNullable<ExchangeSummary['problem']> | undefined {
  if (signal.aborted) return { code: 'cancelled', message: '' };
  return isDomainError(error) ? { code: error.code, message: error.message } : undefined;
}
