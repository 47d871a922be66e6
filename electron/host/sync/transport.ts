import type { Agent } from 'node:http';
import { DomainError, type ErrorDetails } from '#shared/kernel/errors.ts';
import type { WipeOrder } from '#shared/sync/wipe.ts';
import { syncError } from './errors.ts';

export type TransportRequest = {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT';
  /** Path with query, as it is signed. */
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: Uint8Array;
  readonly signal: AbortSignal;
  /** How long the link may stand still. A slow transfer that moves is not cut off. */
  readonly timeoutMs: number;
  /** Called as the answer comes, so that what came before a break is not lost. */
  onBody?(bytes: Uint8Array, head: Pick<TransportResponse, 'status' | 'headers'>): void;
  /** Bytes of the body that have left this machine so far. */
  onSent?(sentBytes: number): void;
};

export type TransportResponse = {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: { readonly [name: string]: string };
  readonly body: Uint8Array;
};

/**
 * One request to one server. Throws `server-unreachable` when no complete answer came, `server-nonsense`
 * when what came can't be one, and the signal's reason when it was cancelled.
 */
export type SyncTransport = {
  request(request: TransportRequest): Promise<TransportResponse>;
  /** What the server at the other end has said it can read; where nothing remembers, the first dictionary serves. */
  readonly server?: { dictionary: number };
  /** Large exchanges may go in parts, which survive a broken connection. */
  readonly takesParts?: boolean;
  /** Those it keeps: a live connection goes on over one of them. */
  readonly connections?: Agent;
  /** Lets kept connections go. */
  close?(): void;
};

/** No complete answer came. */
export function unreachable(reason: string, cause?: unknown): DomainError {
  return syncError('unreachable', { reason }, { cause });
}

/** Something answered, but not a Fairlead server, or not a whole answer. */
export function nonsense(reason: string, cause?: unknown): DomainError {
  return syncError('nonsense', { reason }, { cause });
}

/** A refusal that the server put into words itself. */
export class ServerRefusal extends DomainError {
  readonly status: number;
  /** With `chain-broken` and `chain-behind`: the last entry of this device that the server holds. */
  readonly lastSeq: number | undefined;
  /** With `replayed`: the highest number of a request of this device that the server has seen. */
  readonly counter: number | undefined;
  /** With `device-revoked`: what the server says it wants, as it came. Whether it is the server is open. */
  readonly wipe: WipeOrder | undefined;

  constructor(
    status: number,
    details: ErrorDetails,
    more: { lastSeq?: number; counter?: number; wipe?: WipeOrder } = {},
  ) {
    super(details);
    this.name = 'ServerRefusal';
    this.status = status;
    this.lastSeq = more.lastSeq;
    this.counter = more.counter;
    this.wipe = more.wipe;
  }
}
