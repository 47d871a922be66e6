import type { Clock } from '#shared/kernel/clock.ts';
import type { ErrorCode } from '#shared/kernel/errors.ts';

/** How an exchange went: over the live connection, as one request, in parts, as pieces of files, or as a file. */
export const EXCHANGE_WAYS = ['live', 'http', 'parts', 'attachments', 'file'] as const;
export type ExchangeWay = (typeof EXCHANGE_WAYS)[number];

/** What moved with one message. Bodies as they travel; what a connection needs for itself is not in it. */
export type Moved = {
  readonly way: ExchangeWay;
  readonly sentBytes: number;
  readonly receivedBytes: number;
};

/** One exchange that has ended. */
export type ExchangeSummary = Moved & {
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** Journal entries sent. */
  readonly entries: number;
  /** Records that look different here now. */
  readonly records: number;
  /** Null: it went well. `cancelled` says that somebody here ended it. */
  readonly problem: { readonly code: ErrorCode; readonly message: string } | null;
};

/** Adds up what one exchange moves, in however many requests. */
export class ExchangeMeter {
  readonly #clock: Clock;
  readonly #startedAtMs: number;
  readonly #startedMonotonicMs: number;
  #moved: Moved;

  constructor(clock: Clock, way: ExchangeWay) {
    this.#clock = clock;
    this.#startedAtMs = clock.now();
    this.#startedMonotonicMs = clock.monotonicMs();
    this.#moved = { way, sentBytes: 0, receivedBytes: 0 };
  }

  get hasMoved(): boolean {
    return this.#moved.sentBytes + this.#moved.receivedBytes > 0;
  }

  /** Attachments stay attachments, whichever way their pieces took. */
  add({ way, sentBytes, receivedBytes }: Moved): void {
    this.#moved = {
      way: this.#moved.way === 'attachments' ? 'attachments' : way,
      sentBytes: this.#moved.sentBytes + sentBytes,
      receivedBytes: this.#moved.receivedBytes + receivedBytes,
    };
  }

  ended(outcome: Pick<ExchangeSummary, 'entries' | 'records' | 'problem'>): ExchangeSummary {
    return {
      ...this.#moved,
      ...outcome,
      startedAtMs: this.#startedAtMs,
      durationMs: Math.max(0, Math.round(this.#clock.monotonicMs() - this.#startedMonotonicMs)),
    };
  }
}
