import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { LIVE_CLOSE } from '#shared/sync/live.ts';
import { openingFrame } from './opening-frame.ts';
import { isOwnRefusal, refusalBehind } from './refused-opening.ts';
import type { TransportResponse } from './transport.ts';

/** What swallows the request to open, and says nothing, must not hold up the exchanges. */
const OPENING_MS_MAX = 10_000;
/** A message behind that request takes its time on the slowest links: at 800 bit/s. */
const OPENING_BYTES_PER_SECOND = 100;

/** Whose fault the end of a live connection was, as far as one can see from here. */
export type LiveFault =
  /** Nobody's: it was closed, or the server refuses this device whichever way it comes. */
  | 'none'
  /** The server could not be reached. */
  | 'link'
  /** It was there and broke, as links do. */
  | 'broke'
  /** What answers has no live connections, or lets nothing through them. */
  | 'refused';

/** What does not wait for the connection to be open. */
export type FirstMessage = {
  write(): Uint8Array;
  /** There is no live connection. It had this answer, or none. */
  refuse(by: TransportResponse | undefined): void;
};

/** The request that opens a live connection, and what becomes of it. */
export class LiveOpening {
  readonly #first: FirstMessage | undefined;
  readonly #frame: Uint8Array | undefined;
  readonly #giveUp: () => void;
  #request: ClientRequest | undefined;
  #hasReached = false;
  #wasOpen = false;
  /** No message has come over it. */
  #isMute = true;
  #isSilent = false;
  #refusal: TransportResponse | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(first: FirstMessage | undefined, giveUp: () => void) {
    this.#first = first;
    this.#frame = first && openingFrame(first.write());
    this.#giveUp = giveUp;
  }

  get wasOpen(): boolean {
    return this.#wasOpen;
  }

  begin(request: ClientRequest, onSocket: (tcp: Socket) => void): void {
    this.#request = request;
    request.once('socket', (tcp) => {
      onSocket(tcp);
      const isSecure = 'encrypted' in tcp;
      if (tcp.connecting) tcp.once(isSecure ? 'secureConnect' : 'connect', () => this.#reached());
      else this.#reached();
    });
    // A request without a length has no body: what stands behind it is the first of the other protocol.
    request.end(this.#frame);
  }

  hasOpened(): void {
    this.#wasOpen = true;
    clearTimeout(this.#timer);
  }

  /** Whoever answers in another way than by opening. */
  async readRefusal(response: IncomingMessage): Promise<void> {
    clearTimeout(this.#timer);
    this.#refusal = await refusalBehind(response);
  }

  hasHeard(): void {
    this.#isMute = false;
  }

  hasFallenSilent(): void {
    this.#isSilent = true;
  }

  faultAt({ code, isWaiting }: { code: number; isWaiting: boolean }): LiveFault {
    if (!this.#hasReached) return 'link';
    if (code === LIVE_CLOSE.flood || (this.#isSilent && this.#isMute)) return 'refused';
    if (this.#wasOpen) return isWaiting ? 'broke' : 'none';
    if (this.#refusal === undefined) return this.#request?.reusedSocket === true ? 'none' : 'broke';
    return isOwnRefusal(this.#refusal) ? 'none' : 'refused';
  }

  end(): void {
    clearTimeout(this.#timer);
    if (this.#wasOpen || !this.#hasReached) return;
    this.#first?.refuse(isOwnRefusal(this.#refusal) ? this.#refusal : undefined);
  }

  #reached(): void {
    this.#hasReached = true;
    const sendingMs = ((this.#frame?.length ?? 0) / OPENING_BYTES_PER_SECOND) * 1_000;
    this.#timer = setTimeout(this.#giveUp, OPENING_MS_MAX + sendingMs);
  }
}
