import type { Clock } from '#shared/kernel/clock.ts';
import { backOffMs } from './back-off.ts';
import type { Server } from './conversation.ts';
import type { DeviceKey } from './device-key.ts';
import type { LinkPolicy } from './link-class.ts';
import type { LiveEvents, LiveTransport } from './live-transport.ts';
import type { Store } from '../store/store.ts';

export type LiveKeeperParts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: () => number;
  readonly liveTo?: (serverUrl: string, key: DeviceKey, events: LiveEvents) => LiveTransport;
  onOpen(): void;
  onNews(): void;
  /** It was open. */
  onClosed(): void;
};

/** A proxy that swallows the request must not hold up the exchanges. */
const OPENING_MS_MAX = 10_000;

/** Opens a live connection where there is a way to one, and not too often where there is none. */
export class LiveKeeper {
  readonly #parts: LiveKeeperParts;
  #transport: LiveTransport | undefined;
  #failures = 0;
  /** On a clock whose zero has no meaning. */
  #notBeforeMs = -Infinity;

  constructor(parts: LiveKeeperParts) {
    this.#parts = parts;
  }

  get transport(): LiveTransport | undefined {
    return this.#transport;
  }

  get isOpen(): boolean {
    return this.#transport?.isOpen === true;
  }

  /**
   * After an exchange that went well: the server is there, so a live connection may be too. Resolves when it is
   * settled: the request to open it is numbered like any other, and one sent after it must not overtake it.
   */
  async want({ key }: Server, { liveIdleSeconds }: LinkPolicy, signal: AbortSignal): Promise<void> {
    const { store, clock, liveTo } = this.#parts;
    const serverUrl = store.state.membership?.serverUrl;
    if (liveTo === undefined || serverUrl === undefined || this.#transport !== undefined) return;
    if (clock.monotonicMs() < this.#notBeforeMs) return;
    const { promise: settled, resolve } = Promise.withResolvers<void>();
    const transport = liveTo(serverUrl, key, {
      onOpen: () => {
        resolve();
        this.#failures = 0;
        this.#parts.onOpen();
      },
      onNews: () => this.#parts.onNews(),
      onClosed: ({ wasOpen }) => {
        resolve();
        if (this.#transport !== transport) return;
        this.#transport = undefined;
        this.#failures += 1;
        this.#notBeforeMs = clock.monotonicMs() + backOffMs(this.#failures, this.#parts.random());
        if (wasOpen) this.#parts.onClosed();
      },
    });
    this.#transport = transport;
    transport.open({ idleSeconds: liveIdleSeconds });
    signal.addEventListener('abort', () => resolve(), { once: true });
    const enough = setTimeout(resolve, OPENING_MS_MAX);
    await settled;
    clearTimeout(enough);
  }

  close(): void {
    const transport = this.#transport;
    this.#transport = undefined;
    this.#notBeforeMs = -Infinity;
    transport?.close();
  }
}
