import type { Clock } from '#shared/kernel/clock.ts';
import { backOffMs } from './back-off.ts';
import type { DeviceKey } from './device-key.ts';
import type { LinkPolicy } from './link-class.ts';
import type { LiveFault } from './live-opening.ts';
import type { LiveMessage, LiveReply, LiveTo, LiveTransport } from './live-transport.ts';
import type { SyncTransport } from './transport.ts';
import type { Store } from '../store/store.ts';
import { MINUTE_MS } from '#shared/kernel/durations.ts';

export type LiveKeeperParts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: () => number;
  readonly liveTo?: LiveTo;
  /** Nothing was asked when it opened. */
  onOpen(): void;
  onNews(): void;
  /** It was open. */
  onClosed(): void;
};

/** The live connection as a message sees it. */
export type LiveWay = {
  /** It is there or being opened, or may be opened with the message. */
  readonly isThere: boolean;
  /** Opening it does not wait, and may be in vain: what is sent with it is sent again then. */
  readonly isOpen: boolean;
  /** Undefined when there is no live connection: the message goes another way. */
  request(message: LiveMessage): Promise<LiveReply | undefined>;
};

type To = { readonly key: DeviceKey; readonly transport: SyncTransport };

/** Where there is none, each attempt costs a round trip, and what was sent with it. */
const REFUSED_FIRST_MS = 2 * MINUTE_MS;
const REFUSED_MS_MAX = 6 * 60 * MINUTE_MS;

/** Opens a live connection where there is a way to one, and remembers for a while where there is none. */
export class LiveKeeper {
  readonly #parts: LiveKeeperParts;
  #transport: LiveTransport | undefined;
  #settled: Promise<void> = Promise.resolve();
  #failures = 0;
  /** The last one broke under a message: the next is opened once a message has gone another way. */
  #isDoubtful = false;
  /** On a clock whose zero has no meaning. */
  #notBeforeMs = -Infinity;

  constructor(parts: LiveKeeperParts) {
    this.#parts = parts;
  }

  get isOpen(): boolean {
    return this.#transport?.isOpen === true;
  }

  /** For messages of one exchange. */
  wayTo(to: To, { liveIdleSeconds }: LinkPolicy): LiveWay {
    const isThere = () => this.#transport !== undefined || this.#mayOpenWith();
    const isOpen = () => this.isOpen;
    return {
      get isThere() {
        return isThere();
      },
      get isOpen() {
        return isOpen();
      },
      request: (message) => this.#request(to, message, liveIdleSeconds),
    };
  }

  /**
   * After an exchange that went another way: the server is there, so a live connection may be too. Resolves when it
   * is settled: the request to open it is numbered like any other, and one sent after it must not overtake it.
   */
  async want(to: To, { liveIdleSeconds }: LinkPolicy, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.#transport !== undefined || !this.#mayOpen()) return;
    this.#make(to, () => this.#parts.onOpen())?.open({ idleSeconds: liveIdleSeconds });
    await this.#untilSettled(signal);
  }

  close(): void {
    const transport = this.#transport;
    this.#transport = undefined;
    this.#forgive();
    this.#notBeforeMs = -Infinity;
    transport?.close();
  }

  #forgive(): void {
    this.#failures = 0;
    this.#isDoubtful = false;
  }

  async #request(to: To, message: LiveMessage, idleSeconds: number): Promise<LiveReply | undefined> {
    // One that is being opened is waited for: its request is numbered, and must not be overtaken.
    if (this.#transport !== undefined) await this.#untilSettled(message.signal);
    message.signal.throwIfAborted();
    const reply = await this.#send(to, message, idleSeconds);
    if (reply !== undefined) this.#forgive();
    return reply;
  }

  async #send(to: To, message: LiveMessage, idleSeconds: number): Promise<LiveReply | undefined> {
    if (this.#transport?.isOpen === true) return this.#transport.request(message);
    if (!this.#mayOpenWith()) return undefined;
    // What was told while nobody listened is in the answer to the message.
    return this.#make(to)?.openWith(message, { idleSeconds });
  }

  #mayOpen(): boolean {
    const { clock, liveTo, store } = this.#parts;
    if (liveTo === undefined || store.state.membership === undefined) return false;
    return clock.monotonicMs() >= this.#notBeforeMs;
  }

  #mayOpenWith(): boolean {
    return !this.#isDoubtful && this.#mayOpen();
  }

  #make({ key, transport: { connections } }: To, onOpen?: () => void): LiveTransport | undefined {
    const { store, liveTo } = this.#parts;
    const serverUrl = store.state.membership?.serverUrl;
    if (liveTo === undefined || serverUrl === undefined) return undefined;
    const { promise: settled, resolve } = Promise.withResolvers<void>();
    const transport = liveTo(
      serverUrl,
      key,
      {
        onOpen: () => {
          resolve();
          onOpen?.();
        },
        onNews: () => this.#parts.onNews(),
        onClosed: ({ wasOpen, fault }) => {
          resolve();
          if (this.#transport !== transport) return;
          this.#transport = undefined;
          this.#note(fault);
          if (wasOpen) this.#parts.onClosed();
        },
      },
      connections,
    );
    this.#transport = transport;
    this.#settled = settled;
    return transport;
  }

  #note(fault: LiveFault): void {
    if (fault === 'none' || fault === 'link') return;
    const { clock, random } = this.#parts;
    this.#failures += 1;
    this.#isDoubtful = true;
    const refusedMs = Math.min(REFUSED_FIRST_MS * 2 ** (this.#failures - 1), REFUSED_MS_MAX);
    // One that broke once is opened again as soon as a message got through.
    const brokeMs = this.#failures === 1 ? 0 : backOffMs(this.#failures - 1, random());
    const waitMs = fault === 'refused' ? refusedMs : brokeMs;
    this.#notBeforeMs = clock.monotonicMs() + waitMs;
  }

  /** Or until nobody waits for it any more. */
  async #untilSettled(signal: AbortSignal): Promise<void> {
    const { promise: aborted, resolve } = Promise.withResolvers<void>();
    const stop = () => resolve();
    signal.addEventListener('abort', stop, { once: true });
    await Promise.race([this.#settled, aborted]);
    signal.removeEventListener('abort', stop);
  }
}
